using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Clip;

namespace ParityTests.Kinds;

/// <summary>OpenAI's tokenizer, and those of open_clip and FlagAI where they differ: tokens, cleaned text, rows for the model, and back to text.</summary>
internal sealed class ClipTokens : IFixtureKind
{
    public bool Runs(string family) => family == "clip tokenizer";

    public void Run(Fixture fixture, Comparison comparison)
    {
        var vocabulary = ClipVocabulary.Find();
        var openAI = ClipTokenizer.Load(vocabulary, ClipTokenizerOptions.OpenAI);
        var unrepaired = ClipTokenizer.Load(vocabulary, ClipTokenizerOptions.OpenAI with { RepairText = false });
        var cutting = ClipTokenizer.Load(vocabulary, ClipTokenizerOptions.OpenAI with { Truncation = ClipTruncation.KeepEnd });
        var openClip = ClipTokenizer.Load(vocabulary, ClipTokenizerOptions.OpenClip);
        var flagAI = ClipTokenizer.Load(vocabulary, ClipTokenizerOptions.FlagAI);

        var sizes = fixture.Sidecar["sizes"]!;
        comparison.Require("sizes", (openAI.VocabularySize, openAI.StartToken, openAI.EndToken) == ((int)sizes["vocab"]!, (int)sizes["start"]!, (int)sizes["end"]!),
            $"{openAI.VocabularySize} symbols, start {openAI.StartToken}, end {openAI.EndToken}");
        var number = 0;
        foreach (var expected in fixture.Sidecar["cases"]!.AsArray().Select(item => item!.AsObject()))
        {
            var text = (string)expected["text"]!;
            var name = $"{number++} '{(text.Length > 30 ? text[..30] + "..." : text)}'";
            var tokens = Tokens(expected["encode"]!);
            // A field is there only where it differs from "encode".
            RequireTokens(comparison, $"{name} tokens", openAI.Encode(text), tokens);
            RequireTokens(comparison, $"{name} without ftfy", unrepaired.Encode(text), Tokens(expected["encode_without_ftfy"]) ?? tokens);
            RequireTokens(comparison, $"{name} open_clip", openClip.Encode(text), Tokens(expected["encode_open_clip"]) ?? tokens);
            RequireTokens(comparison, $"{name} FlagAI", flagAI.Encode(text), Tokens(expected["encode_flagai"]) ?? tokens);
            RequireSame(comparison, $"{name} cleaned", openAI.Clean(text), (string)expected["cleaned"]!);
            RequireSame(comparison, $"{name} decoded", openAI.Decode(tokens!), (string)expected["decode"]!);
            CheckRows(comparison, name, expected, tokens!, (openAI, cutting, flagAI));
        }
    }

    private static void CheckRows(
        Comparison comparison, string name, JsonObject expected, int[] tokens, (ClipTokenizer Refusing, ClipTokenizer Cutting, ClipTokenizer FlagAI) tokenizers)
    {
        var text = (string)expected["text"]!;
        if ((bool?)expected["too_long"] == true)
        {
            comparison.Require($"{name} refused", Refuses(tokenizers.Refusing, text), "a text that is too long was taken");
            RequireTokens(comparison, $"{name} truncated", tokenizers.Cutting.EncodeRow(text), Tokens(expected["truncated_77"])!.Select(token => (long)token));
            RequireSame(comparison, $"{name} truncated by FlagAI", tokenizers.FlagAI.EncodeRow(text)[^1], (long)expected["flagai_last_token"]!);
            return;
        }
        int[] whole = [tokenizers.Refusing.StartToken, .. tokens, tokenizers.Refusing.EndToken];
        long[] row = [.. whole.Select(token => (long)token), .. new long[77 - whole.Length]];
        RequireTokens(comparison, $"{name} row", tokenizers.Refusing.EncodeRow(text), row);
        RequireTokens(comparison, $"{name} row, cutting", tokenizers.Cutting.EncodeRow(text), row);
    }

    private static bool Refuses(ClipTokenizer tokenizer, string text)
    {
        try
        {
            tokenizer.EncodeRow(text);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static void RequireTokens<T>(Comparison comparison, string name, IEnumerable<T> actual, IEnumerable<T>? expected)
        => RequireSame(comparison, name, string.Join(' ', actual), string.Join(' ', expected!));

    private static void RequireSame(Comparison comparison, string name, object actual, object expected)
        => comparison.Require(name, actual.Equals(expected), $"{actual} instead of {expected}");

    private static int[]? Tokens(JsonNode? list) => list is JsonArray array ? [.. array.Select(token => (int)token!)] : null;
}
