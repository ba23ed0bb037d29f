using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>Where a training is, beside its tensors: enough to go on from the next batch as if nothing had happened.</summary>
internal sealed record RunState
{
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The epoch that is under way, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>The next batch of it, from 0.</summary>
    public int Batch { get; init; }

    /// <summary>Steps of the optimizer.</summary>
    public long Steps { get; init; }

    /// <summary>Steps of the optimizer when what was frozen began to be trained; null while it is frozen, or nothing ever was.</summary>
    public long? ThawedAt { get; init; }

    /// <summary>Of a training that scales its losses.</summary>
    public LossScaling? Scaling { get; init; }

    /// <summary>The epoch so far.</summary>
    public EpochTally Tally { get; init; } = new();

    /// <summary>Epochs that are done.</summary>
    public IReadOnlyList<TrainingMetrics> History { get; init; } = [];

    /// <summary>From 1; 0 = none yet.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Why it ended; null while it hasn't.</summary>
    public StopReason? Ended { get; init; }

    /// <summary>What has to be the same for the run to go on; see <see cref="RunSettings"/>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static RunState FromJson(string json) => JsonSerializer.Deserialize<RunState>(json, s_json) ?? throw new JsonException("The state of the run is null.");
}
