using Microsoft.ML.VisionTransformers.Clip.Tokenization;

namespace Microsoft.ML.VisionTransformers.Tests.Clip.Tokenization;

/// <summary>What Python's regex module finds with OpenAI's pattern, ignoring case.</summary>
public sealed class TextPiecesTests
{
    [Theory]
    [InlineData("don't stop!!", "don|'t|stop|!!")]
    [InlineData("'single'", "'s|ingle|'")]
    [InlineData("!'s", "!'|s")]
    [InlineData("'\u017Ft", "'\u017F|t")]
    [InlineData("a12 ²½", "a|1|2|²|½")]
    [InlineData("<\u017Ftart><start> <start", "<\u017Ftart>|<start>|<|start")]
    [InlineData("𠀀𝐀𝟏😀!", "𠀀𝐀|𝟏|😀!")]
    [InlineData("a\u0345b\u0301c", "a|b|\u0301|c")]
    [InlineData("नमस्ते", "नमस|\u094D|त|\u0947")]
    [InlineData("a\u001Cb", "a|\u001C|b")]
    [InlineData("zero\u200Bwidth", "zero|\u200B|width")]
    [InlineData("  ", "")]
    public void CutsAsThePatternDoes(string text, string expected)
    {
        List<string> pieces = [];
        for (var cutter = new TextPieces(text, "<start>", "<end>"); cutter.MoveNext();)
            pieces.Add(cutter.Current.ToString());
        Assert.Equal(expected, string.Join('|', pieces));
    }
}
