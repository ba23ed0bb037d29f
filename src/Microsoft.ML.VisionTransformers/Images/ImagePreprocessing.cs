using System.Text.Json;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// How an image becomes the network's input: resized, its centre cropped, scaled to 0..1 and normalised by channel. A network is only
/// as good as published with the preprocessing it was trained with, so this is saved with each model.
/// </summary>
/// <remarks>The output is [Channels, Height, Width], 32-bit, channels in the order red, green, blue. Resampling is Pillow's to the last bit.</remarks>
public sealed record ImagePreprocessing
{
    private static readonly int[] s_black = [0, 0, 0];

    /// <summary>ImageNet's channel means: MAE, ConvMAE, Swin, DeiT, torchvision.</summary>
    public static IReadOnlyList<float> ImageNetMean { get; } = [0.485f, 0.456f, 0.406f];

    /// <summary>ImageNet's standard deviations.</summary>
    public static IReadOnlyList<float> ImageNetStd { get; } = [0.229f, 0.224f, 0.225f];

    /// <summary>0.5 a channel, as mean and as deviation: the original and augreg ViTs; values come to lie in -1..1.</summary>
    public static IReadOnlyList<float> Half { get; } = [0.5f, 0.5f, 0.5f];

    /// <summary>Means of CLIP's training images.</summary>
    public static IReadOnlyList<float> ClipMean { get; } = [0.48145466f, 0.4578275f, 0.40821073f];

    /// <summary>Deviations of CLIP's training images.</summary>
    public static IReadOnlyList<float> ClipStd { get; } = [0.26862954f, 0.26130258f, 0.27577711f];

    private const int MaxResize = 1 << 15;

    /// <summary>Width of the network's input in pixels. Default 224, which most networks were published for.</summary>
    public int Width { get; init; } = 224;

    /// <summary>Height of the network's input in pixels. Default 224.</summary>
    public int Height { get; init; } = 224;

    /// <summary>3 for colour, 1 for grey (luma of ITU-R 601, Pillow's mode L). Default 3.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>
    /// Pixels of the shorter side, or of both sides, before the crop, as <see cref="ResizeMode"/> says. Default 256, which leaves an
    /// eighth to the crop; 0 with <see cref="ResizeMode.Square"/>: exactly <see cref="Width"/> x <see cref="Height"/>.
    /// </summary>
    public int Resize { get; init; } = 256;

    /// <summary>
    /// The width to go with <see cref="Resize"/>, which then is the height, for inputs that are not square. Default 0: as <see cref="Resize"/>.
    /// </summary>
    public int ResizeWidth { get; init; }

    /// <summary>Whether the aspect ratio is kept. Default: it is, by the shorter side.</summary>
    public ResizeMode ResizeMode { get; init; } = ResizeMode.ShortestEdge;

    /// <summary>The resampling kernel. Default bicubic, as timm, MAE, Swin and CLIP use.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Bicubic;

    /// <summary>
    /// Whether kernels are widened when an image shrinks. Default true; false only without <see cref="ResampleRounding.EachPass"/>, since
    /// Pillow always does.
    /// </summary>
    public bool Antialias { get; init; } = true;

    /// <summary>When resampled values become whole numbers. Default after each pass, as in Pillow.</summary>
    public ResampleRounding Rounding { get; init; } = ResampleRounding.EachPass;

    /// <summary>Whether a picture becomes RGB before or after it is resampled. Default before.</summary>
    public ColourConversion ColourConversion { get; init; } = ColourConversion.BeforeResize;

    /// <summary>
    /// Whether a JPEG that is more than twice as large as needed is decoded at a half, a quarter or an eighth of its size, which takes a
    /// fraction of the time. Its pixels differ from the exact ones, by less than 1/255 on average. Default false: a published accuracy
    /// was measured on exact pixels. Needs the system's libturbojpeg; without it images are decoded in full, and so are those that training
    /// crops at random.
    /// </summary>
    public bool ScaledDecoding { get; init; }

    /// <summary>Where the crop begins when its margin is odd. Default as torchvision does it.</summary>
    public CropOffset CropOffset { get; init; } = CropOffset.Round;

    /// <summary>Red, green and blue (0..255) of what the crop takes beyond the image. Default black.</summary>
    public IReadOnlyList<int> Fill { get; init; } = s_black;

    /// <summary>
    /// Red, green and blue (0..255) of what shows through transparent pixels. Default null: transparency is dropped and the colours below it
    /// appear, whatever the program that wrote the file left there, as in Pillow's <c>convert("RGB")</c>, by which networks were published.
    /// </summary>
    public IReadOnlyList<int>? Background { get; init; }

    /// <summary>Subtracted from each channel's 0..1 values; one number a channel. Default ImageNet's.</summary>
    public IReadOnlyList<float> Mean { get; init; } = ImageNetMean;

    /// <summary>What each channel is divided by after that; one number a channel, above 0. Default ImageNet's.</summary>
    public IReadOnlyList<float> Std { get; init; } = ImageNetStd;

    /// <summary>Numbers of one prepared image: channels x height x width.</summary>
    public int ValuesPerImage => checked(Channels * Height * Width);

    /// <summary>For images that are resized to the input's size exactly, whatever their aspect ratio.</summary>
    /// <param name="size">Height and width in pixels.</param>
    public static ImagePreprocessing Squash(int size) => new() { Width = size, Height = size, Resize = size, ResizeMode = ResizeMode.Square };

    /// <summary>Shorter side to <paramref name="resize"/>, then the centre.</summary>
    /// <param name="size">Height and width of the input in pixels.</param>
    /// <param name="resize">The shorter side before the crop; by default <paramref name="size"/> x 256 / 224.</param>
    public static ImagePreprocessing ResizeThenCrop(int size, int? resize = null) =>
        new() { Width = size, Height = size, Resize = resize ?? size * 256 / 224 };

    /// <summary>For small grey images that have the network's size already: no resampling of those, values in -1..1.</summary>
    /// <param name="size">Height and width in pixels.</param>
    public static ImagePreprocessing Grey(int size) => Squash(size) with { Channels = 1, Interpolation = Interpolation.Bilinear, Mean = [0.5f], Std = [0.5f] };

    /// <summary>The settings as indented JSON; <see cref="FromJson"/> reads it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PreprocessingJson.Options);

    /// <summary>Settings from JSON as <see cref="ToJson"/> writes it.</summary>
    /// <param name="json">The text; properties left out have their defaults.</param>
    /// <exception cref="FormatException">It is not such JSON, or a value is out of range.</exception>
    public static ImagePreprocessing FromJson(string json)
    {
        try
        {
            var read = JsonSerializer.Deserialize<ImagePreprocessing>(json, PreprocessingJson.Options) ?? throw new JsonException("the text is null.");
            read.Validate();
            return read;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FormatException($"The preprocessing settings cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="ArgumentException">A size, a channel count, a mean or a deviation cannot be.</exception>
    internal void Validate()
    {
        if (Width < 1 || Height < 1 || (long)Width * Height > 1 << 26)
            throw new ArgumentException($"An input of {Width} x {Height} pixels is not possible.");
        if (Channels is not (1 or 3))
            throw new ArgumentException($"Images have 1 or 3 channels, not {Channels}.");
        if (Mean.Count != Channels || Std.Count != Channels)
            throw new ArgumentException($"{Channels} channel(s) take as many means and deviations, not {Mean.Count} and {Std.Count}.");
        if (Std.Any(s => !(s > 0)) || Mean.Any(m => !float.IsFinite(m)))
            throw new ArgumentException("Means must be finite and deviations above 0.");
        if (Resize < 0 || Resize > MaxResize || (Resize == 0 && ResizeMode is ResizeMode.ShortestEdge or ResizeMode.LongestEdge))
            throw new ArgumentException($"A resize to {Resize} pixels is not possible.");
        if (ResizeWidth is < 0 or > MaxResize)
            throw new ArgumentException($"A resize to {ResizeWidth} pixels in width is not possible.");
        if (!Antialias && Rounding == ResampleRounding.EachPass)
            throw new ArgumentException($"{nameof(Antialias)} cannot be off with {nameof(Rounding)} {Rounding}: Pillow always widens its kernels.");
        ValidateColour(Fill, nameof(Fill));
        ValidateColour(Background ?? s_black, nameof(Background));
    }

    /// <summary>Two settings are the same when all they hold is, the channels' numbers included.</summary>
    /// <param name="other">The other settings.</param>
    public bool Equals(ImagePreprocessing? other) => other is not null
        && (Width, Height, Channels, Resize, ResizeWidth, ResizeMode, Interpolation)
            == (other.Width, other.Height, other.Channels, other.Resize, other.ResizeWidth, other.ResizeMode, other.Interpolation)
        && (Antialias, Rounding, ColourConversion, ScaledDecoding, CropOffset)
            == (other.Antialias, other.Rounding, other.ColourConversion, other.ScaledDecoding, other.CropOffset)
        && Fill.SequenceEqual(other.Fill) && (Background ?? []).SequenceEqual(other.Background ?? []) && Mean.SequenceEqual(other.Mean) && Std.SequenceEqual(other.Std);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Height, Channels, Resize, ResizeMode, Interpolation, Mean[0], Std[0]);

    private static void ValidateColour(IReadOnlyList<int> colour, string name)
    {
        if (colour.Count != 3 || colour.Any(value => value is < 0 or > 255))
            throw new ArgumentException($"{name} is a red, a green and a blue of 0 to 255.");
    }
}
