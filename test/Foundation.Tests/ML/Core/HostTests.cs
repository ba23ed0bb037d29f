#nullable disable // reflection over a library without annotations
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Foundation.Tests.ML.Core;

public class HostTests
{
    private static object InternalsOf(object catalog) => catalog.GetType().GetInterfaces().Single(i => i.FullName == "Microsoft.ML.Data.IInternalCatalog")
        .GetProperty("Environment").GetValue(catalog);

    [Fact]
    public void CatalogsShareOneEnvironmentThatKnowsTheSettings()
    {
        var ml = new MLContext(42) { GpuDeviceId = 1, FallbackToCpu = true, TempFilePath = "somewhere" };
        var environment = InternalsOf(ml.Transforms);
        object[] catalogs = [ml.Data, ml.Model, ml.Transforms.Conversion, ml.MulticlassClassification, ml.MulticlassClassification.Trainers, ml.Regression];
        foreach (var catalog in catalogs)
            Assert.Same(environment, InternalsOf(catalog));
        var host = ((IHostEnvironment)environment).Register("Component");
        foreach (var holder in new[] { environment, host })
        {
            object Get(string name) => holder.GetType().GetInterface("Microsoft.ML.Runtime.IHostEnvironmentInternal").GetProperty(name).GetValue(holder);
            Assert.Equal(42, Get("Seed"));
            Assert.Equal(1, Get("GpuDeviceId"));
            Assert.Equal(true, Get("FallbackToCpu"));
            Assert.Equal("somewhere", Get("TempFilePath"));
        }
    }

    [Fact]
    public void CancellationReachesHostsOldAndNew()
    {
        var ml = new MLContext();
        var environment = (IHostEnvironment)ml;
        var old = environment.Register("Old");
        var inner = old.Register("Inner");
        typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic).Invoke(ml, null);
        foreach (var host in new[] { old, inner, environment.Register("New"), old.Register("NewInner") })
            Assert.Equal(true, host.GetType().GetProperty("IsCanceled").GetValue(host));
    }

    [Fact]
    public void ExceptionsSayThatAnEnvironmentSawThem()
    {
        var error = ((IHostEnvironment)new MLContext()).Register("Component").Process(new Exception());
        Assert.Equal("Environment", error.Data["Throwing component"]);
    }

    [Fact]
    public void SchemaShapeColumnIsMadeByItsFiveArgumentConstructor()
    {
        var constructor = typeof(SchemaShape.Column).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic,
            [typeof(string), typeof(SchemaShape.Column.VectorKind), typeof(DataViewType), typeof(bool), typeof(SchemaShape)]);
        var column = (SchemaShape.Column)constructor.Invoke(["Name", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.UInt32, true, null]);
        Assert.True(column.IsKey);
        Assert.Empty(column.Annotations);
    }
}
