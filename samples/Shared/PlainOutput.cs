using System.Text;
using Spectre.Console;

namespace CrossBorder.Samples;

/// <summary>Output of one fixed width: tables look the same on a terminal, in a file and in a log.</summary>
internal sealed class PlainOutput(TextWriter writer) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => false;

    public int Width => 200;

    public int Height => 50;

    public void SetEncoding(Encoding encoding)
    {
    }
}
