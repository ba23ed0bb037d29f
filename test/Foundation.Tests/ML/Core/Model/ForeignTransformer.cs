#nullable disable // reflection over a library without annotations
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Foundation.Tests.ML.Core.Model;

/// <summary>
/// A transformer of another package that saves itself through the documented names, by reflection: it copies nothing, but keeps a
/// number and some bytes.
/// </summary>
internal sealed class ForeignTransformer(int number, byte[] bytes, int unreadBytes = 0) : ITransformer
{
    public const string LoaderSignature = "ForeignTest";

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public int Number => number;
    public byte[] Bytes => bytes;

    public bool IsRowToRowMapper => true;
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();
    public IDataView Transform(IDataView input) => input;

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var version = Activator.CreateInstance(typeof(ITransformer).Assembly.GetType("Microsoft.ML.VersionInfo"),
            "FRGNTEST", 1u, 1u, 1u, typeof(ForeignTransformer).Assembly.FullName, LoaderSignature, null);
        ctx.GetType().GetMethod("CheckAtModel", Any).Invoke(ctx, null);
        ctx.GetType().GetMethod("SetVersionInfo", Any).Invoke(ctx, [version]);
        var writer = (BinaryWriter)ctx.GetType().GetField("Writer", Any).GetValue(ctx);
        writer.Write(number);
        ctx.GetType().GetMethod("SaveString", Any, [typeof(string)]).Invoke(ctx, ["text"]);
        writer.Write(new byte[unreadBytes]);
        ctx.GetType().GetMethod("SaveBinaryStream", Any).Invoke(ctx, ["bytes.bin", (Action<BinaryWriter>)(w => w.Write(bytes))]);
    }

    /// <summary>What the catalog looks for: the context is an object to whom cannot name its type.</summary>
    internal static ForeignTransformer Create(IHostEnvironment env, object ctx)
    {
        var type = ctx.GetType();
        var number = ((BinaryReader)type.GetField("Reader").GetValue(ctx)).ReadInt32();
        if (number < 0)
            throw new InvalidDataException("the foreign transformer's own complaint");
        Assert.Equal("text", type.GetMethod("LoadString").Invoke(ctx, null));
        byte[] bytes = null;
        Action<BinaryReader> read = r => bytes = r.ReadBytes((int)r.BaseStream.Length);
        Assert.True((bool)type.GetMethod("TryLoadBinaryStream").Invoke(ctx, ["bytes.bin", read]));
        Assert.False((bool)type.GetMethod("TryLoadBinaryStream").Invoke(ctx, ["nothing.bin", read]));
        return new ForeignTransformer(number, bytes);
    }

    /// <summary>An assembly that carries the attribute which this one cannot.</summary>
    public sealed class Registration(string name, params string[] loadNames) : Assembly
    {
        public override string FullName => name;
        public override Type[] GetTypes() => [];
        public override AssemblyName GetName() => new(name);

        public override object[] GetCustomAttributes(Type attributeType, bool inherit)
        {
            var library = typeof(ITransformer).Assembly;
            if (attributeType.FullName != "Microsoft.ML.LoadableClassAttribute")
                return [];
            var found = (object[])Array.CreateInstance(attributeType, 1);
            var signature = library.GetType("Microsoft.ML.SignatureLoadModel");
            found[0] = Activator.CreateInstance(attributeType, typeof(ForeignTransformer), null, signature, "Foreign", loadNames);
            return found;
        }
    }
}
