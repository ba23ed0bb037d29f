using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

/// <summary>A tiny CLIP's folder and a few pictures, written once for the tests that look at them.</summary>
public sealed class ZeroShotData : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ZeroShotData()
    {
        Weights = ClipFolder.WriteHuggingFace(System.IO.Path.Combine(_folder.Path, "clip"));
        Images = Context.Data.LoadImageFolder(ShapePictures.WriteFolder(System.IO.Path.Combine(_folder.Path, "images"), 5, seed: 3));
        Broken = System.IO.Path.Combine(_folder.Path, "broken.png");
        File.WriteAllText(Broken, "no image");
    }

    public MLContext Context { get; } = new(seed: 1);

    public string Weights { get; }

    public IDataView Images { get; }

    public string Broken { get; }

    public string Path(string name) => System.IO.Path.Combine(_folder.Path, name);

    public string[] Paths => Images.GetColumn<string>("ImagePath").ToArray();

    public static float[][] Vectors(IDataView view, string column = "Score") => view.GetColumn<float[]>(column).ToArray();

    public void Dispose() => _folder.Dispose();

    public sealed class Image
    {
        public string ImagePath { get; set; } = "";
        public string Label { get; set; } = "";
        public string Text { get; set; } = "";
    }
}
