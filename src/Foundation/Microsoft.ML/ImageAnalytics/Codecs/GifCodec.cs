using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data.Codecs;

/// <summary>The first frame of a GIF through giflib, line by line, on a transparent canvas of the file's size.</summary>
internal static unsafe class GifCodec
{
    private const int RecordImage = 2;
    private const int RecordExtension = 3;
    private const int RecordEnd = 4;
    private const int GraphicsControl = 0xF9;

    private static readonly (int First, int Step)[] _interlacedPasses = [(0, 8), (4, 8), (2, 4), (1, 2)];

    public static PixelBuffer Decode(ReadOnlySpan<byte> file)
    {
        fixed (byte* source = file)
        {
            var input = new Input { Next = source, Left = file.Length };
            int error = 0;
            var gif = DGifOpen(&input, &Read, &error);
            if (gif == null)
                throw Failure(error);
            try
            {
                var transparent = SeekFirstImage(gif);
                return ReadImage(gif, transparent);
            }
            finally
            {
                _ = DGifCloseFile(gif, &error);
            }
        }
    }

    /// <summary>Reads up to the first image's descriptor; the colour index that is transparent, -1 for none.</summary>
    private static int SeekFirstImage(GifFile* gif)
    {
        var transparent = -1;
        while (true)
        {
            int record;
            Check(gif, DGifGetRecordType(gif, &record));
            switch (record)
            {
                case RecordImage:
                    Check(gif, DGifGetImageDesc(gif));
                    return transparent;
                case RecordExtension:
                    int code;
                    byte* extension;
                    Check(gif, DGifGetExtension(gif, &code, &extension));
                    while (extension != null)
                    {
                        if (code == GraphicsControl && extension[0] >= 4)
                            transparent = (extension[1] & 1) != 0 ? extension[4] : -1;
                        Check(gif, DGifGetExtensionNext(gif, &extension));
                    }
                    break;
                case RecordEnd:
                    throw new InvalidDataException("The GIF has no image.");
            }
        }
    }

    private static PixelBuffer ReadImage(GifFile* gif, int transparent)
    {
        ref readonly var image = ref gif->Image;
        var colors = image.Colors != null ? image.Colors : gif->Colors;
        if (colors == null || image.Width <= 0 || image.Height <= 0 || image.Left < 0 || image.Top < 0)
            throw new InvalidDataException("The GIF's image has no colours or no size.");

        var palette = stackalloc uint[256];
        for (var i = 0; i < 256; i++)
            palette[i] = i < colors->Count ? 0xFF000000 | (uint)colors->Entries[3 * i] << 16 | (uint)colors->Entries[3 * i + 1] << 8 | colors->Entries[3 * i + 2] : 0xFF000000;
        if (transparent >= 0)
            palette[transparent] = 0;

        // Some files' first frame is larger than what they call the screen.
        var canvas = new PixelBuffer(Math.Max(gif->Width, image.Left + image.Width), Math.Max(gif->Height, image.Top + image.Height));
        var line = new byte[image.Width];
        try
        {
            foreach (var (first, step) in image.Interlaced != 0 ? _interlacedPasses : [(0, 1)])
            {
                for (var y = first; y < image.Height; y += step)
                {
                    fixed (byte* indexes = line)
                        Check(gif, DGifGetLine(gif, indexes, image.Width));
                    var row = MemoryMarshal.Cast<byte, uint>(canvas.Row(image.Top + y)).Slice(image.Left, image.Width);
                    for (var x = 0; x < row.Length; x++)
                        row[x] = palette[line[x]];
                }
            }
        }
        catch (InvalidDataException)
        {
            canvas.Return();
            throw;
        }
        ClearAround(canvas, image.Left, image.Top, image.Width, image.Height);
        return canvas;
    }

    /// <summary>Afterwards: memory that a broken file only claims is then never touched.</summary>
    private static void ClearAround(PixelBuffer canvas, int left, int top, int width, int height)
    {
        for (var y = 0; y < canvas.Height; y++)
        {
            var row = canvas.Row(y);
            if (y < top || y >= top + height)
                row.Clear();
            else
            {
                row[..(4 * left)].Clear();
                row[(4 * (left + width))..].Clear();
            }
        }
    }

    private static void Check(GifFile* gif, int result)
    {
        if (result == 0)
            throw Failure(gif->Error);
    }

    private static InvalidDataException Failure(int error) => new($"The GIF cannot be decoded (error {error}).");

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(GifFile* gif, byte* target, int count)
    {
        var input = (Input*)gif->UserData;
        var read = (int)Math.Min(count, input->Left);
        Buffer.MemoryCopy(input->Next, target, read, read);
        input->Next += read;
        input->Left -= read;
        return read;
    }

    private struct Input
    {
        public byte* Next;
        public long Left;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ColorMap
    {
        public int Count;
        public int BitsPerPixel;
        public byte Sorted;
        public byte* Entries;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ImageDescription
    {
        public int Left;
        public int Top;
        public int Width;
        public int Height;
        public byte Interlaced;
        public ColorMap* Colors;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct GifFile
    {
        public int Width;
        public int Height;
        public int ColorResolution;
        public int Background;
        public byte Aspect;
        public ColorMap* Colors;
        public int ImageCount;
        public ImageDescription Image;
        public nint SavedImages;
        public int ExtensionBlockCount;
        public nint ExtensionBlocks;
        public int Error;
        public void* UserData;
        public nint Private;
    }

    [DllImport(CodecLibraries.Gif)]
    private static extern GifFile* DGifOpen(void* userData, delegate* unmanaged[Cdecl]<GifFile*, byte*, int, int> read, int* error);

    [DllImport(CodecLibraries.Gif)]
    private static extern int DGifCloseFile(GifFile* gif, int* error);

    [DllImport(CodecLibraries.Gif)]
    private static extern int DGifGetRecordType(GifFile* gif, int* type);

    [DllImport(CodecLibraries.Gif)]
    private static extern int DGifGetImageDesc(GifFile* gif);

    [DllImport(CodecLibraries.Gif)]
    private static extern int DGifGetLine(GifFile* gif, byte* line, int length);

    [DllImport(CodecLibraries.Gif)]
    private static extern int DGifGetExtension(GifFile* gif, int* code, byte** extension);

    [DllImport(CodecLibraries.Gif)]
    private static extern int DGifGetExtensionNext(GifFile* gif, byte** extension);
}
