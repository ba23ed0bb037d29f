using System.Security.Cryptography;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.ImageAnalytics;

/// <summary>The images that the preprocessing fixtures start from, against the SHA-256 of their red, green and blue bytes.</summary>
public class GoldenImageTests
{
    private static string Folder()
    {
        for (var folder = AppContext.BaseDirectory; folder != null; folder = Path.GetDirectoryName(folder))
        {
            var images = Path.Combine(folder, "test", "Assets", "Goldens", "swin-clip", "images");
            if (Directory.Exists(images))
                return images;
        }
        throw new DirectoryNotFoundException("test/Assets/Goldens is not above the tests.");
    }

    [Theory]
    [InlineData("gradient_rgb_96x72.png", "e5f4778d61a2cb3225b98fc1f57c26464da32f4fd6beb637135ee21d28c00fe7")]
    [InlineData("grey_l_90x130.png", "1769a414937e7a223d8edee17ced699ecaec5f96be6ca4622a3372258e67c3d2")]
    [InlineData("lines_rgb_151x99.png", "7b3af8a18db14ab049abe9790327071f5142c20aa656d459fce5f8b3b37b65ad")]
    [InlineData("noise_rgb_80x64.png", "3efb8e95bb2fab595c3a423a3ca441c0eee591965e217b4a9a39e988bc6cbc4c")]
    [InlineData("palette_p_64x48.png", "1c338c218a5eeb89924c3bbad99073969ed1ddd30fdbf37725698268a2d6fa8a")]
    public void Pixels(string name, string expected)
    {
        using var image = MLImage.CreateFromFile(Path.Combine(Folder(), name));
        var rgb = image.GetBGRPixels.Chunk(3).SelectMany(p => p.Reverse()).ToArray();
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(rgb)));
    }
}
