using Benchmarks.Workloads;

namespace Benchmarks;

/// <summary>A piece of work that both sides know by name.</summary>
/// <param name="Name">The name, the same in peers/worker.py.</param>
/// <param name="Amount">Images a run, or whatever the unit is.</param>
/// <param name="Prepare">Builds the workload for a number of threads and the path of the sample picture; the result runs it once.</param>
/// <param name="Unit">What the speed counts.</param>
/// <param name="HasPeer">Whether the other side has such work.</param>
internal sealed record Workload(string Name, int Amount, Func<int, string, Action> Prepare, string Unit = "images", bool HasPeer = true)
{
    public static readonly IReadOnlyList<Workload> All =
    [
        new("forward-vit-b16-batch1", 1, (threads, _) => NetworkForward.Prepare("vit_base_patch16_224", 1, threads)),
        new("forward-vit-b16-batch8", 8, (threads, _) => NetworkForward.Prepare("vit_base_patch16_224", 8, threads)),
        new("forward-swin-t-batch1", 1, (threads, _) => NetworkForward.Prepare("swin_t", 1, threads)),
        new("forward-swin-t-batch8", 8, (threads, _) => NetworkForward.Prepare("swin_t", 8, threads)),
        new("forward-swinv2-t-batch1", 1, (threads, _) => NetworkForward.Prepare("swin_v2_t", 1, threads)),
        new("train-vit-s16-batch8", 8, (threads, _) => TrainingStep.VitSmall(threads)),
        new("train-vit-s16-recomputed", 8, (threads, _) => TrainingStep.VitSmall(threads, recompute: true), HasPeer: false),
        new("train-vit-32px-batch64", 64, (threads, _) => TrainingStep.Vit32Pixels(threads)),
        new("train-quickstart-batch128", 128, (threads, _) => TrainingStep.QuickStart(threads)),
        new("train-swin-t-batch8", 8, (threads, _) => TrainingStep.SwinTiny(threads)),
        new("whole-run-folder", WholeRun.FolderImages, WholeRun.Folder),
        new("whole-run-quickstart", WholeRun.QuickStartImages, (threads, _) => WholeRun.QuickStart(threads)),
        new("decode-resize-640x480", 1, (_, image) => ImageDecode.Prepare(image)),
        new("decode-resize-4000x3000", 1, (_, image) => ImageDecode.Prepare(SampleImage.Large(image))),
        new("decode-scaled-4000x3000", 1, (_, image) => ImageDecode.Prepare(SampleImage.Large(image), scaled: true)),
        new("tokenizer-captions", Captions.Tokens, (_, _) => Captions.Prepare(), Unit: "tokens", HasPeer: false),
    ];
}
