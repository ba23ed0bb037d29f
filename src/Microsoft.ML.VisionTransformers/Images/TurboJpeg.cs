using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// The few functions of libjpeg-turbo's TurboJPEG interface that decoding at a fraction of the size takes; their ABI is the same in
/// versions 1.4 to 3. The library is used where the system has it and never needed.
/// </summary>
internal static unsafe class TurboJpeg
{
    private const int FormatRgb = 0;
    private const int FlagLimitScans = 32768;
    private const int ColourspaceCmyk = 3;

    private static readonly string[] s_names = ["libturbojpeg.so.0", "libturbojpeg.0.dylib", "turbojpeg", "libturbojpeg"];
    private static readonly nint s_library = s_names.Select(name => NativeLibrary.TryLoad(name, typeof(TurboJpeg).Assembly, null, out var library) ? library : 0)
        .FirstOrDefault(library => library != 0);
    private static readonly delegate* unmanaged<nint> s_initialize = (delegate* unmanaged<nint>)Export("tjInitDecompress");
    private static readonly delegate* unmanaged<nint, int> s_destroy = (delegate* unmanaged<nint, int>)Export("tjDestroy");
    private static readonly delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int> s_header
        = (delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int>)Export("tjDecompressHeader3");
    private static readonly delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int> s_decompress
        = (delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int>)Export("tjDecompress2");

    /// <summary>Whether the system has the library.</summary>
    public static bool IsAvailable => s_initialize != null && s_destroy != null && s_header != null && s_decompress != null;

    /// <summary>The picture at 1 / <paramref name="denominator"/> (1, 2, 4 or 8) of its size, rounded up; null when that cannot be had without a warning.</summary>
    public static RgbImage? Decode(ReadOnlySpan<byte> file, ImageHeader header, int denominator)
    {
        var handle = s_initialize();
        try
        {
            fixed (byte* source = file)
            {
                var size = new CULong((nuint)file.Length);
                int width, height, subsampling, colourspace;
                if (s_header(handle, source, size, &width, &height, &subsampling, &colourspace) != 0 || colourspace >= ColourspaceCmyk
                    || (width, height) != (header.Width, header.Height))
                {
                    return null;
                }
                var image = new RgbImage((width + denominator - 1) / denominator, (height + denominator - 1) / denominator)
                {
                    Shrunk = denominator, FullSize = (width, height),
                };
                fixed (byte* target = image.Pixels)
                {
                    return s_decompress(handle, source, size, target, image.Width, image.Width * RgbImage.Channels, image.Height, FormatRgb, FlagLimitScans) == 0
                        ? image : null;
                }
            }
        }
        finally
        {
            _ = s_destroy(handle);
        }
    }

    private static nint Export(string name) => s_library != 0 && NativeLibrary.TryGetExport(s_library, name, out var address) ? address : 0;
}
