using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

namespace FromScratch;

/// <summary>
/// 1,797 handwritten digits of 8 x 8 pixels (Alpaydin and Kaynak, 1998; the test set of "Optical Recognition of Handwritten Digits"), the last 360
/// for testing. A vision transformer of 4 x 4 patches learns them from so few images because it hardly sees one the same way twice.
/// </summary>
internal static class Digits
{
    private const int Side = 8, TrainingImages = 1437;

    /// <summary>A row of the data view.</summary>
    public sealed class Digit
    {
        [ImageType(Side, Side)]
        public MLImage? Image { get; set; }

        public string Label { get; set; } = "";
    }

    /// <param name="mlContext">With a seed.</param>
    /// <param name="file">scikit-learn's digits.csv.gz: a line a digit, 64 greys of 0 to 16 and the digit.</param>
    public static ImageTask Load(MLContext mlContext, string file)
    {
        var options = new ViTTrainer.Options
        {
            Recipe = null, // all that matters is set here
            FeatureColumnName = "Image",
            CustomArchitecture = new VisionArchitecture
            {
                Name = "digits-vit-patch4-16",
                Configuration = new ViTConfiguration
                {
                    ImageHeight = 16, ImageWidth = 16, Channels = 1, PatchSize = 4, Dim = 96, Depth = 4, Heads = 3,
                    ClassToken = false, Pooling = ViTPooling.Average,
                },
                Preprocessing = ImagePreprocessing.Grey(16),
            },
            MaxEpochs = 100,
            BatchSize = 32,
            LearningRate = 1e-3,
            WeightDecay = 0.05,
            Beta2 = 0.95,
            WarmupFraction = 0.1,
            LabelSmoothing = 0.1,
            HorizontalFlip = false,       // a mirrored digit is none
            RandomCropMinArea = 0.7,
            PadAndCrop = 1,
            Rotation = 15,
            EmaDecay = 0.998,
            ValidationSetFraction = null, // the number of epochs is fixed beforehand: train on all images
            ProgressCallback = ConsoleProgress.Show,
        };
        var digits = Read(file).ToList();
        return new ImageTask(mlContext.Data.LoadFromEnumerable(digits.Take(TrainingImages)), mlContext.Data.LoadFromEnumerable(digits.Skip(TrainingImages)),
            mlContext.MulticlassClassification.Trainers.ViT(options));
    }

    private static IEnumerable<Digit> Read(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (text.ReadLine() is { } line)
        {
            var numbers = Array.ConvertAll(line.Split(','), number => (int)double.Parse(number, CultureInfo.InvariantCulture));
            var rgba = new byte[Side * Side * 4];
            for (var i = 0; i < Side * Side; i++)
            {
                rgba[4 * i] = rgba[4 * i + 1] = rgba[4 * i + 2] = (byte)Math.Min(numbers[i] * 16, byte.MaxValue);
                rgba[4 * i + 3] = byte.MaxValue;
            }
            yield return new Digit
            {
                Image = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, rgba), Label = numbers[^1].ToString(CultureInfo.InvariantCulture),
            };
        }
    }
}
