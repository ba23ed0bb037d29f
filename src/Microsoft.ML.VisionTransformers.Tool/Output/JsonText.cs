using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.VisionTransformers.Tool.Output;

/// <summary>JSON for other programs: indented, letters of all languages as they are.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteJson(this Terminal terminal, JsonNode json) => terminal.WriteLine(json.ToJsonString(s_options));
}
