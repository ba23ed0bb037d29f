// Loads a saved model in a process that never named the library, and prints a line an image: predicted name, then the scores.
//   FreshProcess MODEL.zip IMAGE...
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

var context = new MLContext();
var model = context.Model.Load(args[0], out _);
var images = context.Data.LoadFromEnumerable(args.Skip(1).Select(path => new Image { ImagePath = path }));
foreach (var row in context.Data.CreateEnumerable<Prediction>(model.Transform(images), reuseRowObject: false))
    Console.WriteLine(string.Join('\t', row.Score.Select(s => s.ToString("R", CultureInfo.InvariantCulture)).Prepend(row.Name)));

internal sealed class Image
{
    public string ImagePath { get; set; } = "";

    public string Label { get; set; } = "";
}

internal sealed class Prediction
{
    public string Name { get; set; } = "";

    public float[] Score { get; set; } = [];
}
