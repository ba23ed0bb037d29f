using Benchmarks.Workloads;

namespace Benchmarks;

/// <summary>A piece of work that both sides know by name.</summary>
/// <param name="Name">The name, the same in peers/worker.py.</param>
/// <param name="Images">Images a run.</param>
/// <param name="Prepare">Builds the workload for a number of threads and the path of the sample picture; the result runs it once.</param>
internal sealed record Workload(string Name, int Images, Func<int, string, Action> Prepare)
{
    public static readonly IReadOnlyList<Workload> All =
    [
        new("forward-vit-b16-batch1", 1, (threads, _) => NetworkForward.Prepare("vit_base_patch16_224", 1, threads)),
        new("forward-vit-b16-batch8", 8, (threads, _) => NetworkForward.Prepare("vit_base_patch16_224", 8, threads)),
        new("train-vit-s16-batch8", 8, (threads, _) => TrainingStep.VitSmall(threads)),
        new("train-vit-32px-batch64", 64, (threads, _) => TrainingStep.Vit32Pixels(threads)),
        new("train-quickstart-batch128", 128, (threads, _) => TrainingStep.QuickStart(threads)),
        new("decode-resize-640x480", 1, (_, image) => ImageDecode.Prepare(image)),
    ];
}
