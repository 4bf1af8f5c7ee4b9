using System.Security.Cryptography;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Primitives;

/// <summary>The hash object that a thread keeps starts anew each time.</summary>
public sealed class Sha256Laws
{
    [Fact]
    public void Two_contents_hash_as_one() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (first, second) =>
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            Sha256.Hash(first, second, hash);
            return hash.SequenceEqual(SHA256.HashData([.. first, .. second]));
        }));
}
