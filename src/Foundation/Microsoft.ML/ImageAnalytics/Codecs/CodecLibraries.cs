using System.Reflection;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data.Codecs;

/// <summary>The system's codec libraries, by the sonames whose ABI the declarations here follow.</summary>
internal static class CodecLibraries
{
    public const string TurboJpeg = "libturbojpeg.so.0";
    public const string Png = "libpng16.so.16";
    public const string WebP = "libwebp.so.7";
    public const string Gif = "libgif.so.7";

    private static readonly Dictionary<string, string> _packages = new()
    {
        [TurboJpeg] = "libturbojpeg0",
        [Png] = "libpng16-16",
        [WebP] = "libwebp7",
        [Gif] = "libgif7",
    };

    static CodecLibraries() => NativeLibrary.SetDllImportResolver(typeof(CodecLibraries).Assembly, Resolve);

    /// <summary>To be called before the first native call, so that a library that is missing is named together with its package.</summary>
    public static void Prepare()
    {
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!_packages.TryGetValue(name, out var package))
            return 0;
        if (NativeLibrary.TryLoad(name, assembly, path, out var handle))
            return handle;
        throw new DllNotFoundException($"{name} is missing, which decodes images. Install it: apt-get install {package}");
    }
}
