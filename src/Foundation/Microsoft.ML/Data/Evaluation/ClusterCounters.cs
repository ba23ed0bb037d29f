namespace Microsoft.ML.Data;

/// <summary>Sums over the rows of a clustering evaluation, and the metrics that follow from them.</summary>
internal sealed class ClusterCounters(int clusters)
{
    private readonly List<double[]> _ofClass = []; // by class, then by cluster
    private readonly double[] _ofCluster = new double[clusters];
    private double _count;
    private double _distance;

    public void Add(int label, int cluster, float distance)
    {
        while (_ofClass.Count <= label)
            _ofClass.Add(new double[clusters]);
        _ofClass[label][cluster]++;
        _ofCluster[cluster]++;
        _count++;
        _distance += distance;
    }

    public double AverageDistance => _distance / _count;

    /// <summary>The mutual information of classes and clusters, divided by the entropy of the classes.</summary>
    public double NormalizedMutualInformation
    {
        get
        {
            if (_ofClass.Count < 2)
                return double.NaN;
            double information = 0, entropy = 0;
            foreach (var row in _ofClass)
            {
                var ofClass = row.Sum() / _count;
                if (ofClass == 0)
                    continue;
                entropy -= ofClass * Math.Log(ofClass);
                for (var cluster = 0; cluster < clusters; cluster++)
                {
                    var both = row[cluster] / _count;
                    if (both > 0)
                        information += both * Math.Log(both / (ofClass * _ofCluster[cluster] / _count));
                }
            }
            return information / entropy;
        }
    }

    /// <summary>The means of the rows of each cluster.</summary>
    public double[][] Centres(double[][] sums) => [.. sums.Select((sum, cluster) => Array.ConvertAll(sum, value => value / _ofCluster[cluster]))];

    /// <param name="centres">The means of the clusters.</param>
    /// <param name="distances">Of each cluster the sum of its rows' distances from the centre.</param>
    public double DaviesBouldinIndex(double[][] centres, double[] distances)
    {
        double sum = 0;
        for (var i = 0; i < clusters; i++)
        {
            double worst = 0;
            for (var j = 0; j < clusters; j++)
            {
                if (i != j && _ofCluster[i] > 0 && _ofCluster[j] > 0)
                    worst = Math.Max(worst, (distances[i] / _ofCluster[i] + distances[j] / _ofCluster[j]) / Distance(centres[i], centres[j]));
            }
            sum += worst;
        }
        return sum / clusters;
    }

    public static double Distance(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum);
    }
}
