using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime.Text;

namespace CrossBorder.Crm.Support;

/// <summary>What a person wrote to the shop, and was written to: handed over, and erased without touching the history of her tickets.</summary>
internal sealed class SupportPersonalData(ITicketMessageRepository messages) : IPersonalDataSource
{
    public string Room => "support";

    public async ValueTask<string?> ExportAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartArray();
        var isEmpty = true;
        await foreach (var (message, _) in ReadAsync(tenant, customer, cancellationToken).ConfigureAwait(false))
        {
            // Notes are the staff's own words about the person: hers to read as well.
            isEmpty = false;
            writer.WriteStartObject();
            writer.WriteString("ticket", message.Ticket.ToString());
            writer.WriteString("at", InstantPattern.ExtendedIso.Format(message.At));
            writer.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(message.Sort.ToString()));
            writer.WriteString("channel", message.Channel.Code);
            writer.WriteString("subject", message.Subject);
            writer.WriteString("text", message.Text);
            if (!message.Attachments.IsEmpty)
            {
                WriteAttachments(writer, message.Attachments);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        return isEmpty ? null : Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public async ValueTask EraseAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken)
    {
        await foreach (var (message, version) in ReadAsync(tenant, customer, cancellationToken).ConfigureAwait(false))
        {
            if (HoldsPersonalData(message))
            {
                var erased = message with
                {
                    Text = null,
                    Subject = null,
                    Attachments = [.. message.Attachments.Select(attachment => attachment with { Name = null })],
                };
                var write = SupportCollections.Messages.Write(tenant, erased, version);
                var result = await messages.SaveAsync(tenant, message.Id, write, cancellationToken).ConfigureAwait(false);
                if (result.Status == WriteStatus.Conflict)
                {
                    // Messages are written once; only another erasure can have been faster, unless the host writes to them.
                    var stored = await messages.FindAsync(tenant, message.Id, cancellationToken).ConfigureAwait(false);
                    if (stored is { Value: var value } && HoldsPersonalData(value))
                    {
                        throw new ConcurrencyConflictException($"The message {message.Id} is being written by others; erase again.");
                    }
                }
            }
        }
    }

    // The files themselves are the host's to erase; it finds them by their references, which stay.
    private static bool HoldsPersonalData(TicketMessage message) =>
        message.Text is not null || message.Subject is not null || message.Attachments.Any(attachment => attachment.Name is not null);

    private static void WriteAttachments(Utf8JsonWriter writer, ImmutableArray<MessageAttachment> attachments)
    {
        writer.WriteStartArray("attachments");
        foreach (var attachment in attachments)
        {
            writer.WriteStartObject();
            writer.WriteString("name", attachment.Name);
            writer.WriteString("media_type", attachment.MediaType);
            writer.WriteNumber("size", attachment.Size);
            writer.WriteString("reference", attachment.Reference.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private async IAsyncEnumerable<Versioned<TicketMessage>> ReadAsync(
        TenantId tenant, CustomerId customer, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await messages.ListAsync(tenant, new() { Customer = customer }, page, cancellationToken).ConfigureAwait(false);
            foreach (var item in read.Items)
            {
                yield return item;
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);
    }
}
