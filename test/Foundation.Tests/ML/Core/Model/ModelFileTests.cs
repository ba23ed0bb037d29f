#nullable disable // reflection over a library without annotations
using System.IO.Compression;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Core.Model;

public class ModelFileTests
{
    private sealed class Row
    {
        public float X { get; set; }
        public string Text { get; set; }
    }

    private static byte[] Save(MLContext ml, ITransformer model, DataViewSchema schema = null)
    {
        var stream = new MemoryStream();
        ml.Model.Save(model, schema, stream);
        return stream.ToArray();
    }

    private static MLContext Registered()
    {
        var ml = new MLContext();
        ml.ComponentCatalog.RegisterAssembly(new ForeignTransformer.Registration("Registration", ForeignTransformer.LoaderSignature));
        return ml;
    }

    [Fact]
    public void ForeignTransformerComesBackInAFreshContext()
    {
        var ml = new MLContext();
        var schema = ml.Data.LoadFromEnumerable(new Row[0]).Schema;
        var zip = Save(ml, new TransformerChain<ITransformer>(new ForeignTransformer(7, [1, 2, 3])), schema);
        using (var archive = new ZipArchive(new MemoryStream(zip)))
            Assert.Equal(["Schema", "TrainingInfo/Version.txt", "TransformerChain/Model.key", "TransformerChain/Transform_000/Model.key",
                "TransformerChain/Transform_000/bytes.bin"],
                archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));

        var loaded = (TransformerChain<ITransformer>)Registered().Model.Load(new MemoryStream(zip), out var loadedSchema);
        var foreign = Assert.IsType<ForeignTransformer>(loaded.LastTransformer);
        Assert.Equal(7, foreign.Number);
        Assert.Equal([1, 2, 3], foreign.Bytes);
        Assert.Equal(["X: Single", "Text: String"], loadedSchema.Select(c => c.ToString()));
    }

    [Fact]
    public void ForeignTransformerAloneComesBackAsItself()
    {
        var zip = Save(new MLContext(), new ForeignTransformer(8, []));
        Assert.Equal(8, Assert.IsType<ForeignTransformer>(Registered().Model.Load(new MemoryStream(zip), out var schema)).Number);
        Assert.Null(schema);
    }

    [Fact]
    public void NobodyKnowsTheLoaderWithoutRegistration()
    {
        var alone = Save(new MLContext(), new ForeignTransformer(1, []));
        var error = Assert.Throws<FormatException>(() => new MLContext().Model.Load(new MemoryStream(alone), out _));
        Assert.Equal("Couldn't load model: 'TransformerChain'", error.Message);

        var chained = Save(new MLContext(), new TransformerChain<ITransformer>(new ForeignTransformer(1, [])));
        var wrapped = Assert.Throws<InvalidOperationException>(() => new MLContext().Model.Load(new MemoryStream(chained), out _));
        Assert.Equal("Error during class instantiation", wrapped.Message);
        Assert.Equal("Couldn't load model: 'TransformerChain/Transform_000'", wrapped.GetBaseException().Message);
    }

    [Fact]
    public void TheMainStreamHasToBeReadToItsEnd()
    {
        var zip = Save(new MLContext(), new ForeignTransformer(1, [], unreadBytes: 1));
        Assert.Throws<FormatException>(() => Registered().Model.Load(new MemoryStream(zip), out _));
    }

    [Fact]
    public void WhatForeignCodeThrowsStaysWhatItIs()
    {
        var zip = Save(new MLContext(), new ForeignTransformer(-1, []));
        var error = Assert.Throws<TargetInvocationException>(() => Registered().Model.Load(new MemoryStream(zip), out _));
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Fact]
    public void OneNameCannotMeanTwoClasses()
    {
        var ml = Registered();
        ml.ComponentCatalog.RegisterAssembly(new ForeignTransformer.Registration("Registration", ForeignTransformer.LoaderSignature));
        var again = new ForeignTransformer.Registration("Another", ForeignTransformer.LoaderSignature.ToUpperInvariant());
        Assert.Contains("cannot map name 'foreigntest'", Assert.Throws<InvalidOperationException>(() => ml.ComponentCatalog.RegisterAssembly(again)).Message);
        ml.ComponentCatalog.RegisterAssembly(new ForeignTransformer.Registration("Third", ForeignTransformer.LoaderSignature), throwOnError: false);
    }

    [Fact]
    public void TemporaryFilesAreWhereTheyWereWantedAndGo()
    {
        var folder = Directory.CreateTempSubdirectory("model").FullName;
        try
        {
            var ml = Registered();
            ml.TempFilePath = folder;
            var seen = 0;
            var watcher = new WatchingTransformer(() => seen = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
            Assert.Throws<InvalidOperationException>(() => Save(ml, watcher));
            Assert.Equal(1, seen);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
            ml.Model.Load(new MemoryStream(Save(ml, new ForeignTransformer(1, [5]))), out _);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Looks around while it is saved, and saves nothing.</summary>
    private sealed class WatchingTransformer(Action look) : ITransformer
    {
        public bool IsRowToRowMapper => false;
        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;
        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();
        public IDataView Transform(IDataView input) => input;
        void ICanSaveModel.Save(ModelSaveContext ctx) => look();
    }

    [Fact]
    public void SchemaOfImagesOnlyCannotBeSaved()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Odd", new OddType());
        var odd = builder.ToSchema();
        builder.AddColumn("Plain", NumberDataViewType.Single);
        var both = builder.ToSchema();

        var ml = new MLContext();
        Assert.Equal("No valid columns to save", Assert.Throws<InvalidOperationException>(() => Save(ml, new TransformerChain<ITransformer>(), odd)).Message);
        var messages = new List<string>();
        ml.Log += (_, e) => messages.Add(e.RawMessage);
        var zip = Save(ml, new TransformerChain<ITransformer>(), both);
        ml.Model.Load(new MemoryStream(zip), out var schema);
        Assert.Equal(["Plain: Single"], schema.Select(c => c.ToString()));
        Assert.Contains("The column 'Odd' will not be written as it has unsavable column type.", messages);
    }

    private sealed class OddType() : StructuredDataViewType(typeof(ModelFileTests))
    {
        public override bool Equals(DataViewType other) => other is OddType;
    }
}
