using Microsoft.ML.VisionTransformers.Explanation;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation;

public sealed class PerClassTableTests
{
    [Fact]
    public void TellsWhatEachClassIsTakenFor()
    {
        double[][] counts = [[3, 1, 0], [0, 4, 0], [0, 0, 0]];
        Assert.Equal(
            """""
            class,images,predicted,right,recall,precision,f1,most_taken_for,taken_for_it
            cat,4,3,3,0.7500,1.0000,0.8571,"dog, or so",1
            "dog, or so",4,5,4,1.0000,0.8000,0.8889,,
            "a ""bird""",0,0,0,,,,,

            """"",
            PerClassTable.Csv(counts, ["cat", "dog, or so", "a \"bird\""]));
    }
}
