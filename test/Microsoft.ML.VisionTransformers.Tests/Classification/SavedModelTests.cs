using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

[Collection(nameof(TrainedModel))]
public sealed class SavedModelTests(TrainedModel trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Comes_back_the_same_in_a_fresh_context()
    {
        var path = Save(trained.Model, trained.Train.Schema);
        var loaded = new MLContext().Model.Load(path, out var schema);
        using var _ = (IDisposable)loaded;
        Assert.Equal(["ImagePath", "Label"], schema.Select(c => c.Name));
        var classifier = ((IEnumerable<ITransformer>)loaded).OfType<ViTTransformer>().Single();
        Assert.Equal(trained.Classifier.ClassNames, classifier.ClassNames);
        Assert.Equal(trained.Classifier.Preprocessing, classifier.Preprocessing);
        Assert.Equal(7, classifier.ScoringBatchSize);
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.ScoringBatchSize = 0);
        Assert.Equal(trained.Scores(trained.Model.Transform(trained.Test)), trained.Scores(loaded.Transform(trained.Test)));
        Assert.Equal(trained.Model.Transform(trained.Test).GetColumn<string>("Name"), loaded.Transform(trained.Test).GetColumn<string>("Name"));
    }

    [Fact]
    public void Can_be_saved_again_after_loading()
    {
        var loaded = new MLContext().Model.Load(Save(trained.Model, trained.Train.Schema), out var schema);
        var again = new MLContext().Model.Load(Save(loaded, schema, "again.zip"), out _);
        Assert.Equal(trained.Scores(trained.Model.Transform(trained.Test)), trained.Scores(again.Transform(trained.Test)));
        ((IDisposable)loaded).Dispose();
        ((IDisposable)again).Dispose();
    }

    [Fact]
    public void Goes_alone_and_without_a_schema()
    {
        using var stream = new MemoryStream();
        trained.Context.Model.Save(trained.Classifier, null, stream);
        stream.Position = 0;
        using var loaded = (IDisposable)new MLContext().Model.Load(stream, out var schema);
        Assert.Null(schema);
        Assert.Equal(trained.Scores(trained.Classifier.Transform(trained.Test)), trained.Scores(((ITransformer)loaded).Transform(trained.Test)));
    }

    [Fact]
    public void Holds_what_other_programs_can_read()
    {
        using var zip = ZipFile.OpenRead(Save(trained.Model, trained.Train.Schema));
        Assert.Single(zip.Entries, e => e.FullName.EndsWith("weights.safetensors", StringComparison.Ordinal));
        using var stream = zip.Entries.Single(e => e.FullName.EndsWith("model.json", StringComparison.Ordinal)).Open();
        var json = JsonNode.Parse(stream)!;
        Assert.Equal(1, (int)json["format"]!);
        Assert.Equal("tiny-test-vit", (string?)json["architecture"]!["name"]);
        Assert.Equal(3, json["classes"]!["values"]!.AsArray().Count);
        Assert.Matches(@"^\d+\.\d+\.\d+$", (string?)json["library"]);
    }

    [Fact]
    public void Comes_back_the_same_in_a_fresh_process()
    {
        var path = Save(trained.Model, trained.Train.Schema);
        var images = trained.TestPaths.Take(5).ToArray();
        var (exitCode, output, errors) = FreshProcess.Run(FreshProcess.Folder, [path, .. images]);
        Assert.True(exitCode == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var expected = trained.Scores(trained.Model.Transform(trained.Test));
        var names = trained.Model.Transform(trained.Test).GetColumn<string>("Name").ToArray();
        Assert.Equal(images.Length, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var parts = lines[i].Split('\t');
            Assert.Equal(names[i], parts[0]);
            Assert.Equal(expected[i], parts[1..].Select(p => float.Parse(p, CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void Says_what_to_install_when_libtorch_is_missing()
    {
        var bare = Path.Combine(_folder.Path, "bare");
        FreshProcess.CopyTo(bare, file => !file.Contains("torchbridge", StringComparison.Ordinal));
        var (exitCode, _, errors) = FreshProcess.Run(bare, [Save(trained.Model, trained.Train.Schema), trained.TestPaths[0]]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("TorchSharp-cpu", errors);
    }

    private string Save(ITransformer model, DataViewSchema schema, string name = "model.zip")
    {
        var path = Path.Combine(_folder.Path, name);
        new MLContext().Model.Save(model, schema, path);
        return path;
    }
}
