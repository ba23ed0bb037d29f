using Microsoft.ML.VisionTransformers.Augmentation;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>
/// Orders in which each class has the same number of turns, give or take one, in as many turns as there are examples. The images of a small
/// class come again and again, all equally often; those of a large one take turns from epoch to epoch.
/// </summary>
internal sealed class BalancedOrder(IReadOnlyList<TrainingExample> examples)
{
    private readonly int[][] _classes = [.. Enumerable.Range(0, examples.Count).GroupBy(i => examples[i].Label).OrderBy(group => group.Key).Select(group => group.ToArray())];

    public ExampleDraw[] Of(SeededRandom random)
    {
        var draws = new List<ExampleDraw>(examples.Count);
        var turn = random.Permutation(_classes.Length);
        for (int i = 0; i < turn.Length; i++)
        {
            var members = _classes[turn[i]];
            int wanted = examples.Count / turn.Length + (i < examples.Count % turn.Length ? 1 : 0);
            for (int repetition = 0; wanted > 0; repetition++)
            {
                var order = random.Permutation(members.Length);
                draws.AddRange(order.Take(wanted).Select(member => new ExampleDraw(members[member], repetition)));
                wanted -= order.Length;
            }
        }
        return [.. random.Permutation(draws.Count).Select(place => draws[place])];
    }
}
