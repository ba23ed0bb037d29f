using System.Reflection;

namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>
/// The part of <see cref="ModelSaveContext"/> that a transformer needs to save itself. Everything of it but <c>Dispose</c> is internal
/// to ML.NET.
/// </summary>
internal sealed class ModelWriter
{
    private readonly ModelSaveContext _context;

    /// <param name="context">What <c>ICanSaveModel.Save</c> is given.</param>
    /// <param name="signature">Eight characters that mark the main stream as ours.</param>
    /// <param name="version">Of the format; written, and readable by any library that knows it.</param>
    /// <param name="loader">Type whose <c>Create</c> reads the model back; registered under <paramref name="loaderSignature"/>.</param>
    /// <param name="loaderSignature">At most 24 characters.</param>
    public ModelWriter(ModelSaveContext context, string signature, uint version, Type loader, string loaderSignature)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        ClosedDoor.Call(context, "CheckAtModel");
        var versionInfo = typeof(ModelSaveContext).Assembly.GetType("Microsoft.ML.VersionInfo")
            ?? throw ClosedDoor.Missing(typeof(ModelSaveContext), "VersionInfo");
        ClosedDoor.Call(context, "SetVersionInfo", Activator.CreateInstance(versionInfo, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic,
            null, [signature, version, version, version, loader.Assembly.FullName, loaderSignature, null], null));
    }

    /// <summary>The main stream. Keep it to a few scalars: the reader has to consume it to its exact end.</summary>
    public BinaryWriter Main => ClosedDoor.Read<BinaryWriter>(_context, "Writer")!;

    /// <summary>Writes a file of its own into the model's archive, beside the main stream.</summary>
    public void Save(string name, Action<Stream> write) => ClosedDoor.Call(_context, "SaveBinaryStream", name, (Action<BinaryWriter>)(writer =>
    {
        writer.Flush();
        write(writer.BaseStream);
    }));
}
