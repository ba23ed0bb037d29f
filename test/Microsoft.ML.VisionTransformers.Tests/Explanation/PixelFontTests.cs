using Microsoft.ML.VisionTransformers.Explanation;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation;

public class PixelFontTests
{
    [Fact]
    public void Has_a_distinct_glyph_for_each_printable_character()
    {
        var glyphs = Enumerable.Range(' ', '~' - ' ' + 1).Select(c => Dots((char)c)).ToList();

        Assert.Equal(glyphs.Count, glyphs.Distinct().Count());
        Assert.DoesNotContain(Dots('語'), glyphs);
    }

    [Fact]
    public void Draws_capital_t_as_a_bar_on_a_stem() => Assert.Equal("#####\n..#..\n..#..\n..#..\n..#..\n..#..\n..#..", Dots('T'));

    [Fact]
    public void Measures_without_the_gap_behind_the_last_character() => Assert.Equal(11, PixelFont.Measure("ab"));

    private static string Dots(char c) => string.Join('\n', Enumerable.Range(0, PixelFont.Height)
        .Select(row => string.Concat(Enumerable.Range(0, 5).Select(column => PixelFont.IsSet(c, column, row) ? '#' : '.'))));
}
