using Fuzz;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

/// <summary>A few hundred cases of what <c>build/fuzz</c> runs ten thousand of.</summary>
public class FuzzTests
{
    public static TheoryData<string> Formats => [.. FuzzFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void MutatedFilesAreReadOrRefused(string name)
    {
        var result = new FuzzRun(FuzzFormats.All.Single(format => format.Name == name), seed: 20).Run(200);
        Assert.Empty(result.Failures);
        Assert.Equal(200, result.Read + result.Refused);
        Assert.True(result.Read > 0, $"{result.Read} read, {result.Refused} refused");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void SoundFilesAreRead(string name)
    {
        var format = FuzzFormats.All.Single(format => format.Name == name);
        var folder = Directory.CreateTempSubdirectory().FullName;
        foreach (var seed in format.Seeds)
            format.Read(seed, folder);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void CasesAreTheSameForTheSameSeed()
    {
        var format = FuzzFormats.All[0];
        Assert.Equal(new FuzzRun(format, 5).File(7), new FuzzRun(format, 5).File(7));
        Assert.NotEqual(Enumerable.Range(0, 9).Select(new FuzzRun(format, 5).File), Enumerable.Range(0, 9).Select(new FuzzRun(format, 6).File));
    }

    [Fact]
    public void AReaderThatBreaksItsPromiseIsFound()
    {
        var result = new FuzzRun(new Careless(), 1).Run(50);
        Assert.NotEmpty(result.Failures);
        Assert.Contains("IndexOutOfRangeException", result.Failures[0]);
    }

    private sealed class Careless : FuzzFormat
    {
        public override string Name => "careless";

        public override IReadOnlyList<byte[]> Seeds => [[1, 2, 3, 4]];

        public override void Read(byte[] file, string folder) => _ = file[3];

        public override bool IsRefusal(Exception error) => error is FormatException;
    }
}
