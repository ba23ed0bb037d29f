namespace Benchmarks;

/// <summary>Runs a workload on both sides in turn, A B A B ..., so that a drift of the machine's speed meets both.</summary>
internal static class Comparison
{
    private const double LongWork = 3; // seconds

    public static Row Run(Workload workload, int threads, string image, bool withPeer, int rounds)
    {
        using var ours = Worker.Ours(workload.Name, threads, image);
        using var peer = withPeer ? Worker.Peer(workload.Name, threads, image) : null;
        var times = CalibrateTimes(ours);
        peer?.Run(times);
        var ourSeconds = new List<double>();
        var peerSeconds = new List<double>();
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var mine = Median(ours.Run(times));
            ourSeconds.Add(mine);
            if (peer == null)
                continue;
            var theirs = Median(peer.Run(times));
            peerSeconds.Add(theirs);
            ratios.Add(theirs / mine);
        }
        return new Row(workload, Median(ourSeconds), ours.PeakMemory(),
            peer == null ? null : new PeerFigures(Median(peerSeconds), peer.PeakMemory(), Median(ratios), ratios.Min(), ratios.Max()));
    }

    /// <summary>Warms up, and finds how many runs make about half a second; of work that takes seconds once warms up enough.</summary>
    private static int CalibrateTimes(Worker worker)
    {
        if (worker.Run(1)[0] > LongWork)
            return 1;
        worker.Run(1);
        var seconds = Median(worker.Run(3));
        return Math.Clamp((int)(0.5 / seconds), 1, 100);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>Median seconds a run, and the peak memory in MiB.</summary>
internal sealed record Row(Workload Workload, double Seconds, double PeakMemory, PeerFigures? Peer);

/// <summary>The peer's figures, and the ratio peer / ours by pairs: above 1 we are faster.</summary>
internal sealed record PeerFigures(double Seconds, double PeakMemory, double Ratio, double LowestRatio, double HighestRatio);
