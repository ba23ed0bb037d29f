using Microsoft.ML.VisionTransformers.Data.Pairs;

namespace Microsoft.ML.VisionTransformers.Tests.Data.Pairs;

public class DelimitedTextTests
{
    [Fact]
    public void FieldsInQuotesHoldSeparatorsLineBreaksAndQuotes()
        => Assert.Equal(["1|a|b", "2|x, y|he said \"no\"", "3|two\nlines|end", "5|last|"],
            Read("a,b\r\n\"x, y\",\"he said \"\"no\"\"\"\n\"two\nlines\",end\nlast,"));

    [Fact]
    public void QuotesWithinAFieldAreCharacters() => Assert.Equal(["1|5\" screen|it's", "2|a\"\"b|c"], Read("5\" screen,it's\na\"\"b,c"));

    [Fact]
    public void EmptyLinesAreNoRows() => Assert.Equal(["2|a|b", "5|c|d"], Read("\na,b\n\r\n\nc,d\n\n"));

    [Fact]
    public void LinesMayEndInCarriageReturnsAlone() => Assert.Equal(["1|a|b", "2|c|d"], Read("a,b\rc,d\r"));

    [Fact]
    public void TabsSeparateWhenAsked() => Assert.Equal(["1|a,b|c"], Read("a,b\tc", '\t'));

    [Fact]
    public void AQuoteThatIsNeverClosedCostsItsLineAlone()
        => Assert.Equal(["1|a|b", "2!it has a quote that is never closed", "3|e|f"], Read("a,b\nc,\"d\ne,f\n"));

    [Fact]
    public void AFieldThatBeginsLaterDoesNotCloseIt() => Assert.Equal(["1!it has a quote that is never closed", "2|c|d\ne", "4|f|g"], Read("a,\"b\nc,\"d\ne\"\nf,g"));

    [Fact]
    public void TextBehindAClosingQuoteIsAProblem()
        => Assert.Equal(["1!\"tail\" stands behind the closing quote of field 2", "2|c|d"], Read("a,\"b\"tail\nc,d"));

    private static string[] Read(string text, char separator = ',') => [.. new DelimitedText(text, separator).Records()
        .Select(record => record.Problem is { } problem ? $"{record.Line}!{problem}" : $"{record.Line}|{string.Join('|', record.Fields)}")];
}
