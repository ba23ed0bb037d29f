#nullable disable // as the library it tests
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Core.Model;

public class HostileModelTests
{
    private static byte[] Saved()
    {
        var stream = new MemoryStream();
        new MLContext().Model.Save(new TransformerChain<ITransformer>(new TransformerChain<ITransformer>()), null, stream);
        return stream.ToArray();
    }

    private static byte[] WithMainStream(byte[] zip, Action<byte[]> change)
    {
        var result = new MemoryStream();
        result.Write(zip);
        using (var archive = new ZipArchive(result, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var stream = archive.GetEntry("TransformerChain/Model.key").Open();
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            change(bytes);
            stream.Position = 0;
            stream.Write(bytes);
        }
        return result.ToArray();
    }

    /// <summary>Every number of the header in turn becomes huge, negative or off by one: never anything but a refusal.</summary>
    [Fact]
    public void HeadersThatLieAreRefused()
    {
        var zip = Saved();
        foreach (var at in new[] { 0x00, 0x10, 0x18, 0x20, 0x28, 0x30, 0x38, 0x80, 0x88, 0x90 })
            foreach (var lie in new[] { long.MaxValue, long.MinValue, long.MaxValue - 7, -1, 1L << 40 })
            {
                var lying = WithMainStream(zip, bytes => BitConverter.TryWriteBytes(bytes.AsSpan(at), lie));
                var error = Record.Exception(() => new MLContext().Model.Load(new MemoryStream(lying), out _));
                // A size of nothing makes the place of it irrelevant.
                Assert.True(error is FormatException || error == null && at is 0x20 or 0x30, $"{lie} at {at:x}: {error}");
            }
    }

    [Fact]
    public void ACountOfStepsBeyondTheStreamIsRefused()
    {
        var lying = WithMainStream(Saved(), bytes => BitConverter.TryWriteBytes(bytes.AsSpan(0x100), int.MaxValue));
        Assert.IsType<FormatException>(Record.Exception(() => new MLContext().Model.Load(new MemoryStream(lying), out _))?.GetBaseException());
    }
}
