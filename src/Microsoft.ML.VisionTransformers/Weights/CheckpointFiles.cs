using System.Buffers.Binary;
using Microsoft.ML.VisionTransformers.Weights.Hub;
using Microsoft.ML.VisionTransformers.Weights.MindSpore;
using Microsoft.ML.VisionTransformers.Weights.NumPy;
using Microsoft.ML.VisionTransformers.Weights.PyTorch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Finds the files of a checkpoint, and the reader for each by its first bytes: names and extensions prove nothing.</summary>
internal static class CheckpointFiles
{
    /// <summary>Opens a file, or a folder's weights.</summary>
    /// <param name="path">The file, or the folder.</param>
    /// <param name="average">Take the moving average that training keeps beside the weights.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or no weights in the folder.</exception>
    /// <exception cref="CheckpointFormatException">A file is not sound, or of a format that is not read.</exception>
    public static ITensorSource Open(string path, bool average)
    {
        if (Directory.Exists(path))
            path = FindIn(path);
        else if (!File.Exists(path))
            throw new FileNotFoundException($"There is no checkpoint at {path}.", path);
        var tensors = ModelFiles.IsIndex(path) ? OpenShards(path, average) : OpenFile(path, average);
        return StrippedTensors.Strip(tensors);
    }

    private static string FindIn(string folder)
    {
        var names = Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToList();
        if (TrainingFiles.Has(names))
            return Path.Combine(folder, TrainingFiles.BestOf(names)
                ?? throw new FileNotFoundException($"The training in the folder {folder} has not finished an epoch yet: there are no weights to take.", folder));
        if (ModelFiles.Weights(names) is { } found)
            return Path.Combine(folder, found);
        throw new FileNotFoundException(ModelFiles.Candidates(names) is { Count: > 1 } several
            ? $"The folder {folder} holds several checkpoints: {string.Join(", ", several)}. Name one of them."
            : $"The folder {folder} holds no weights: no model.safetensors, no pytorch_model.bin, no .pth or .pt.", folder);
    }

    private static MergedTensors OpenShards(string index, bool average)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(index))!;
        List<ITensorSource> shards = [];
        try
        {
            foreach (var name in ShardIndex.Read(index))
            {
                var shard = Path.Combine(folder, name);
                if (!File.Exists(shard))
                    throw new FileNotFoundException($"{index} names the file '{name}', which is not beside it.", shard);
                shards.Add(OpenFile(shard, average));
            }
            return CheckpointFormatException.Naming(index, () => new MergedTensors(shards));
        }
        catch
        {
            shards.ForEach(shard => shard.Dispose());
            throw;
        }
    }

    private static ITensorSource OpenFile(string path, bool average) => CheckpointFormatException.Naming<ITensorSource>(path, () =>
    {
        var file = new FileBytes(path);
        try
        {
            Span<byte> start = stackalloc byte[(int)Math.Min(8, file.Length)];
            file.Read(0, start);
            if (start.StartsWith("PK\x03\x04"u8))
                return OpenZip(file, average);
            if (start is [0x80, <= 5, ..] && !CouldBeHeaderLength(start, file.Length))
                return TorchLegacyFile.Open(file, average);
            if (average)
                throw new CheckpointFormatException("it keeps no moving average of the weights: only files of PyTorch hold more than one set.");
            if (Foreign(start) is { } kind)
                throw new CheckpointFormatException($"it is {kind}, which is not read; safetensors files and those that torch.save, MindSpore and NumPy write are.");
            // A protobuf message has no sign of its own; its first field's number is all there is to go by, beside the extension.
            if (start is [0x0A, ..] && path.EndsWith(".ckpt", StringComparison.OrdinalIgnoreCase) && !CouldBeHeaderLength(start, file.Length))
                return MindSporeFile.Open(file);
            return SafetensorsFile.Open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>What ML.NET, NumPy and torch write are all zips; which it is, its entries' names tell.</summary>
    private static ITensorSource OpenZip(ByteSource file, bool average)
    {
        var entries = ZipDirectory.Read(file);
        if (!average && SavedModelTensors.Open(file, entries) is { } model)
            return model;
        return NumPyArchive.Open(file, entries) is { } arrays ? WithTorchLayout(arrays) : TorchZipArchive.Open(file, entries, average);
    }

    /// <summary>
    /// Whether the first eight bytes are the length of a safetensors header. One of 128 or 640 bytes begins as a pickle does, but no pickle
    /// has the zeros that follow.
    /// </summary>
    private static bool CouldBeHeaderLength(ReadOnlySpan<byte> start, long fileLength)
        => start.Length == 8 && BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)(fileLength - 8);

    private static ITensorSource WithTorchLayout(NumPyArchive arrays) => FlaxTensors.Recognises(arrays) ? new FlaxTensors(arrays) : arrays;

    private static string? Foreign(ReadOnlySpan<byte> start) => start switch
    {
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file (Keras)",
        [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..] => "a GGUF file (llama.cpp)",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => "a NumPy array",
        [(byte)'v', (byte)'e', (byte)'r', (byte)'s', (byte)'i', (byte)'o', (byte)'n', (byte)' ', ..]
            => "a pointer of Git LFS in the place of the file (get that with 'git lfs pull')",
        [(byte)'<', (byte)'!' or (byte)'h', ..] => "a web page (the download went wrong)",
        _ => null,
    };
}
