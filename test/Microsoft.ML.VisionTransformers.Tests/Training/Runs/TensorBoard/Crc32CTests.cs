using Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs.TensorBoard;

public sealed class Crc32CTests
{
    [Fact]
    public void IsCastagnolis()
    {
        Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8)); // the check value of the catalogues of checksums
        Assert.Equal(0x8A9136AA, Crc32C.Of(new byte[32])); // RFC 3720, B.4
    }

    [Fact]
    public void IsMaskedAsEventFilesBegin()
    {
        // All of TensorFlow's event files begin with a record of 24 bytes: its length, and the length's checksum.
        Assert.Equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22], RecordFile.Frame(new byte[24])[..12]);
    }
}
