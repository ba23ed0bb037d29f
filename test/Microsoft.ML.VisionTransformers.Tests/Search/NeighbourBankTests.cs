using Microsoft.ML.VisionTransformers.Search;

namespace Microsoft.ML.VisionTransformers.Tests.Search;

public class NeighbourBankTests
{
    [Fact]
    public void Votes_are_shares_weighted_by_nearness()
    {
        using var bank = Bank();
        var probabilities = new float[3];
        bank.Vote([1, 0], 3, 0.5, probabilities, 1);
        // Cosines 1, 0.8 and 0.6 of classes 0, 1 and 1.
        double[] votes = [Math.Exp(1 / 0.5), Math.Exp(0.8 / 0.5) + Math.Exp(0.6 / 0.5), 0];
        for (var c = 0; c < 3; c++)
            Assert.Equal(votes[c] / votes.Sum(), probabilities[c], 1e-5);
    }

    [Fact]
    public void Without_a_temperature_all_neighbours_count_the_same()
    {
        using var bank = Bank();
        var probabilities = new float[6];
        bank.Vote([1, 0, 0, 1], 3, null, probabilities, 2);
        Assert.Equal([1 / 3f, 2 / 3f, 0, 0, 2 / 3f, 1 / 3f], probabilities);
        bank.Vote([1, 0], 99, null, probabilities.AsSpan(0, 3), 2);
        Assert.Equal([1 / 4f, 2 / 4f, 1 / 4f], probabilities[..3]);
    }

    [Fact]
    public void A_cold_vote_does_not_overflow()
    {
        using var bank = Bank();
        var probabilities = new float[3];
        bank.Vote([1, 0], 4, 1e-6, probabilities, 1);
        Assert.Equal([1, 0, 0], probabilities);
    }

    [Fact]
    public void Accuracy_counts_the_first_of_the_likeliest()
    {
        using var bank = Bank();
        Assert.Equal(2.0 / 3, bank.Accuracy([1, 0, 0.6f, 0.8f, 0, 1], [0, 1, 1], k: 1), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => bank.Add([1, 1], 3));
        Assert.Throws<ArgumentException>(() => bank.Add([float.NaN, 1], 0));
    }

    private static NeighbourBank Bank()
    {
        var bank = new NeighbourBank(2, 3);
        bank.Add([2, 0, 0.8f, 0.6f, 3, 4, 0, 1], [0, 1, 1, 2]);
        return bank;
    }
}
