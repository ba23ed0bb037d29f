using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>One image from its source to its place in a batch; called by many threads at once.</summary>
internal sealed class ExampleLoader
{
    private readonly IReadOnlyList<TrainingExample> _examples;
    private readonly ImagePreprocessing _preprocessing;
    private readonly ImageAugmentation _augmentation;
    private readonly IReadOnlyList<IImageStep> _steps;
    private readonly long _seed;
    private readonly PixelCache _cache;
    private readonly BadImageTally _tally;
    private readonly PixelNormalizer _normalizer;

    public ExampleLoader(IReadOnlyList<TrainingExample> examples, ImagePreprocessing preprocessing, BatchReaderSettings settings)
    {
        preprocessing.Validate();
        _examples = examples;
        _preprocessing = preprocessing;
        _augmentation = settings.Augmentation;
        _steps = settings.Augmentation.Steps(preprocessing);
        _seed = settings.Seed;
        _cache = new PixelCache(examples.Count, settings.CacheBytes);
        _tally = new BadImageTally(examples.Count, settings.MaxBadImages, settings.Warning);
        _normalizer = PixelNormalizer.For(preprocessing);
    }

    public int BadImages => _tally.Count;

    /// <summary>Fills a slot of a batch, or leaves it out when the image cannot be used.</summary>
    public void Load(ExampleDraw draw, int epoch, BatchBuffer buffer, int slot)
    {
        int index = draw.Example;
        if (_tally.Contains(index))
        {
            buffer.Skip(slot);
            return;
        }
        var random = new SeededRandom(_seed, epoch, draw.Seed);
        try
        {
            var (channels, width, height) = (_preprocessing.Channels, _preprocessing.Width, _preprocessing.Height);
            if (_steps.Count == 0)
            {
                byte[] pixels = _augmentation.KeepsPixels ? Prepared(index) : ToChannels(Cropped(index, ref random));
                _normalizer.Write(pixels, channels, width, height, buffer.Image(slot), _augmentation.Flips(ref random));
            }
            else
            {
                var image = _augmentation.KeepsPixels ? PreparedImage(index) : Cropped(index, ref random);
                foreach (var step in _steps)
                    image = step.Apply(image, ref random);
                _normalizer.Write(ToChannels(image), channels, width, height, buffer.Image(slot), flip: false);
            }
            _augmentation.Erasing?.Apply(buffer.Image(slot), channels, height, width, ref random);
        }
        catch (Exception e) when (BadImageTally.IsBadImage(e))
        {
            _tally.Add(index, _examples[index].Image.Name, e);
            buffer.Skip(slot);
            return;
        }
        buffer.Accept(slot, _examples[index].Label);
    }

    /// <summary>Bytes of the network's size, kept from epoch to epoch.</summary>
    private byte[] Prepared(int index)
    {
        if (_cache.Get(index) is { } kept)
            return kept;
        byte[] pixels = ToChannels(_preprocessing.ResizeAndCrop(_examples[index].Image.Read(_preprocessing)));
        _cache.Offer(index, pixels);
        return pixels;
    }

    /// <summary>The same with its colours, which the steps need even where the network has a single channel.</summary>
    private RgbImage PreparedImage(int index)
    {
        if (_cache.GetImage(index) is { } kept)
            return kept;
        var image = _preprocessing.ResizeAndCrop(_examples[index].Image.Read(_preprocessing));
        _cache.Offer(index, image.Pixels, image.Width, image.Height);
        return image;
    }

    /// <summary>A new crop of the whole image, which is kept.</summary>
    private RgbImage Cropped(int index, ref SeededRandom random)
    {
        var image = _cache.GetImage(index);
        if (image is null)
        {
            image = _examples[index].Image.Read(_preprocessing, inFull: true);
            _cache.Offer(index, image.Pixels, image.Width, image.Height);
        }
        return _augmentation.Resample(image, _preprocessing, ref random);
    }

    private byte[] ToChannels(RgbImage image) => _preprocessing.Channels == 1 ? PreprocessingSteps.Grey(image) : image.Pixels;
}
