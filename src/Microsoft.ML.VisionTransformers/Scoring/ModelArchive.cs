using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Interop;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// A transformer in the archive of <c>mlContext.Model.Save</c>: <c>model.json</c>, and files beside it that other programs can read once they are
/// unzipped. The main stream holds only the format's number.
/// </summary>
internal static class ModelArchive
{
    private const string Description = "model.json";

    /// <param name="context">What <c>ICanSaveModel.Save</c> is given.</param>
    /// <param name="kind">Of the transformer.</param>
    /// <param name="loader">Type whose <c>Create</c> reads it back; registered under <paramref name="loaderSignature"/>.</param>
    /// <param name="loaderSignature">At most 24 characters.</param>
    /// <param name="json">What is to be in <c>model.json</c>, beside the format and the version of this library.</param>
    /// <param name="files">The other files, written in this order.</param>
    public static void Save(ModelSaveContext context, ArchiveKind kind, Type loader, string loaderSignature, JsonObject json,
        params IEnumerable<(string Name, Action<Stream> Write)> files)
    {
        var writer = new ModelWriter(context, kind.Signature, kind.Format, loader, loaderSignature);
        writer.Main.Write(kind.Format);
        var all = new JsonObject { ["format"] = kind.Format, ["library"] = typeof(ModelArchive).Assembly.GetName().Version!.ToString(3) };
        foreach (var (key, value) in json)
            all[key] = value?.DeepClone();
        writer.Save(Description, stream =>
        {
            using var utf8 = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            all.WriteTo(utf8);
        });
        foreach (var (name, write) in files)
            writer.Save(name, write);
    }

    /// <summary>The description, and the reader of the other files.</summary>
    /// <exception cref="FormatException">A later version of the library wrote it, or it was cut short.</exception>
    public static (JsonObject Json, ModelReader Files) Load(object context, ArchiveKind kind)
    {
        var reader = new ModelReader(context);
        var format = reader.Main.ReadUInt32();
        if (format > kind.Format)
            throw new FormatException($"The model has format {format}; this version of the library reads up to {kind.Format}. Update the library.");
        return (reader.Load(Description, stream => JsonNode.Parse(stream)!.AsObject()), reader);
    }
}
