#nullable disable // as the library it tests
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data;

public class DataLoaderModelTests
{
    [Fact]
    public void ModelAndLoaderComeBackTogether()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "1\t2\n3\t4\n");
            var source = new MultiFileSource(file);
            var ml = new MLContext(1);
            var loader = ml.Data.CreateTextLoader([new TextLoader.Column("A", DataKind.Single, 0), new TextLoader.Column("B", DataKind.Single, 1)]);
            var composite = loader.Append(ml.Transforms.Concatenate("F", "A", "B")).Append(ml.Transforms.CopyColumns("C", "A")).Fit(source);
            Assert.Equal(["A", "B", "F", "C"], composite.GetOutputSchema().Select(c => c.Name));

            var stream = new MemoryStream();
            ml.Model.Save(composite.Transformer, composite.Loader, stream);
            stream.Position = 0;
            var model = new MLContext().Model.LoadWithDataLoader(stream, out var loaded);
            Assert.Equal(2, Assert.IsType<TransformerChain<ITransformer>>(model).Count());
            Assert.Equal([1f, 3f], model.Transform(loaded.Load(source)).GetColumn<float>("C"));

            stream.Position = 0;
            new MLContext().Model.Load(stream, out var schema);
            Assert.Equal(["A: Single", "B: Single"], schema.Select(c => c.ToString()));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void AModelWithoutLoaderSaysSo()
    {
        var ml = new MLContext();
        var stream = new MemoryStream();
        ml.Model.Save(new TransformerChain<ITransformer>(), (DataViewSchema)null, stream);
        stream.Position = 0;
        Assert.StartsWith("Model does not contain an IDataLoader.", Assert.Throws<InvalidOperationException>(() => ml.Model.LoadWithDataLoader(stream, out _)).Message);
    }
}
