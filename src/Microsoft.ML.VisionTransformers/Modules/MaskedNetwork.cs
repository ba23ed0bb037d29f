using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Architectures;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// A masked autoencoder: an encoder that sees some patches of an image, and a small transformer that predicts the pixels of all of them (He
/// et al., 2022). The decoder is here, because the official checkpoints keep its weights beside the encoder's and not below a name of its own;
/// field names are their keys. Shapes: B images, M masks an image, N patches, K of them seen, P prefix tokens, D channels of the encoder, E of
/// the decoder, V values of a patch. Rows are mask by mask: the first B are those of the first mask.
/// </summary>
internal abstract class MaskedNetwork : nn.Module<Tensor, IReadOnlyList<PatchMask>, Tensor>
{
    // Not private: TorchSharp replaces fields when a module moves to a device, and only finds those that a derived class sees.
    private protected readonly Linear decoder_embed;
    private protected readonly Parameter mask_token;
    private protected readonly Parameter decoder_pos_embed;
    private protected readonly ModuleList<TransformerBlock> decoder_blocks;
    private protected readonly TokenNorm decoder_norm;
    private protected readonly Linear decoder_pred;

    // Only while a network learns to reconstruct more than pixels.
    private protected ModuleList<TokenReconstructor>? decoder_targets;

    /// <summary>Makes the decoder. The derived class adds its encoder, then calls RegisterComponents and <see cref="Initialize"/>.</summary>
    protected MaskedNetwork(string name, MaskedConfiguration configuration) : base(name)
    {
        configuration.Validate();
        var (c, dim) = (configuration, (long)configuration.DecoderDim);
        decoder_embed = Initialization.Linear(c.EncoderDim, dim);
        mask_token = new Parameter(zeros(1, 1, dim));
        decoder_pos_embed = FixedPositions(c.DecoderDim, c);
        var sizes = new TransformerBlockSizes(dim, c.DecoderHeads, c.DecoderMlpDim) { NormEps = c.NormEps };
        decoder_blocks = new ModuleList<TransformerBlock>([.. Enumerable.Range(0, c.DecoderDepth).Select(_ => new TransformerBlock(sizes))]);
        decoder_norm = new TokenNorm(dim, c.NormEps);
        decoder_pred = Initialization.Linear(dim, c.PatchValues);
    }

    /// <summary>What it was built from.</summary>
    public abstract MaskedConfiguration Configuration { get; }

    /// <summary>Tokens of the patches that the masks leave to see, after the encoder's last norm: <c>[M*B, P + K, D]</c>.</summary>
    public abstract Tensor forward_encoder(Tensor images, IReadOnlyList<PatchMask> masks);

    /// <summary>Tokens of all patches, without a mask: the features of an image, <c>[B, P + N, D]</c>.</summary>
    public abstract Tensor forward_features(Tensor images);

    /// <summary>Predicts the pixels of all patches, seen or not: <c>[B, C, H, W]</c> to <c>[M*B, N, V]</c>.</summary>
    public override Tensor forward(Tensor images, IReadOnlyList<PatchMask> masks)
    {
        using var seen = forward_encoder(images, masks);
        return forward_decoder(seen, masks);
    }

    /// <summary>Predicts all patches from the tokens of those that were seen: <c>[M*B, P + K, D]</c> to <c>[M*B, N, V]</c>.</summary>
    public Tensor forward_decoder(Tensor seen, IReadOnlyList<PatchMask> masks)
    {
        using var shared = forward_shared(seen, masks, Configuration.DecoderDepth);
        return forward_pixels(shared, Configuration.DecoderDepth);
    }

    /// <summary>The first blocks of the decoder, from the tokens of the patches that were seen: <c>[M*B, P + K, D]</c> to <c>[M*B, P + N, E]</c>.</summary>
    public Tensor forward_shared(Tensor seen, IReadOnlyList<PatchMask> masks, int blocks)
    {
        using var scope = NewDisposeScope();
        var batch = seen.shape[0] / masks.Count;
        var x = Autocast.Full(Autocast.Call(decoder_embed, seen));                                        // [M*B, P + K, E]
        x = cat([.. masks.Select((mask, i) => Unshuffle(x.narrow(0, i * batch, batch), mask))], 0);       // [M*B, P + N, E]
        x = x + decoder_pos_embed;
        foreach (var block in decoder_blocks.Take(blocks))
            x = block.call(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>The pixels of all patches, from what the first blocks of the decoder gave: <c>[M*B, P + N, E]</c> to <c>[M*B, N, V]</c>.</summary>
    public Tensor forward_pixels(Tensor shared, int blocks)
    {
        using var scope = NewDisposeScope();
        var (x, prefix) = (shared, Configuration.PrefixTokens);
        foreach (var block in decoder_blocks.Skip(blocks))
            x = block.call(x);
        x = Autocast.Full(Autocast.Linear(decoder_pred, decoder_norm.call(x)));                           // [M*B, P + N, V]
        return (prefix == 0 ? x : x.narrow(1, prefix, Configuration.Grid.Count)).MoveToOuterDisposeScope();
    }

    /// <summary>The ends of the decoder that predict something else than pixels, in the order in which they were added.</summary>
    public IReadOnlyList<TokenReconstructor> Reconstructors => decoder_targets is null ? [] : [.. decoder_targets];

    /// <summary>Gives the decoder more ends than that for pixels, once; on the CPU, before the network moves.</summary>
    /// <param name="values">How many values of a patch each of them predicts.</param>
    /// <param name="blocks">Blocks of its own that each gets.</param>
    /// <param name="seed">Of their first values.</param>
    public void AddReconstructors(IReadOnlyList<int> values, int blocks, long seed)
    {
        var c = Configuration;
        var sizes = new TransformerBlockSizes(c.DecoderDim, c.DecoderHeads, c.DecoderMlpDim) { NormEps = c.NormEps };
        decoder_targets = new ModuleList<TokenReconstructor>([.. values.Select(width => new TokenReconstructor(sizes, blocks, width, c.PrefixTokens))]);
        register_module(nameof(decoder_targets), decoder_targets);
        using var generator = new Generator(unchecked((ulong)seed));
        foreach (var (name, parameter) in decoder_targets.named_parameters())
        {
            if (parameter.dim() == 2)
                Initialization.XavierUniform(parameter, parameter.shape[1], parameter.shape[0], generator);
            else if (name.EndsWith(".bias", StringComparison.Ordinal))
                Initialization.Zero(parameter);
        }
    }

    /// <summary>Whether a weight, by its name, is of those ends: pretraining leaves it behind.</summary>
    public static bool IsReconstructor(string name) => name.StartsWith(nameof(decoder_targets), StringComparison.Ordinal);

    /// <summary>The masks that one draw of noise <c>[B, N]</c> gives an image: one, unless the family sees each patch once.</summary>
    public virtual IReadOnlyList<PatchMask> Masks(Tensor noise) => [PatchMask.FromNoise(noise, Configuration.MaskRatio)];

    /// <summary>Mask tokens where nothing was seen, and all patches in their places: <c>[B, P + K, E]</c> to <c>[B, P + N, E]</c>.</summary>
    private Tensor Unshuffle(Tensor seen, PatchMask mask)
    {
        var (batch, dim, prefix) = (seen.shape[0], seen.shape[2], Configuration.PrefixTokens);
        var (kept, patches) = (mask.Keep.shape[1], mask.Restore.shape[1]);
        var shuffled = cat(
        [
            mask_token.expand(batch, mask.First, dim),
            seen.narrow(1, prefix, kept),
            mask_token.expand(batch, patches - kept - mask.First, dim),
        ], 1);                                                                                            // [B, N, E]
        var inPlace = shuffled.gather(1, mask.Restore.unsqueeze(2).expand(batch, patches, dim));
        return prefix == 0 ? inPlace : cat([seen.narrow(1, 0, prefix), inPlace], 1);
    }

    /// <summary>A sine table that training leaves alone.</summary>
    private protected static Parameter FixedPositions(int dim, MaskedConfiguration c)
        => new(PositionEmbedding.SinCos(dim, c.Grid, c.PrefixTokens), requires_grad: false);

    /// <summary>
    /// The official code's first values: Xavier-uniform projections, queries, keys and values as one matrix; tokens of width 0.02; PyTorch's own
    /// for convolutions, but for the one that hands patches to the transformer, whose weight counts as a matrix.
    /// </summary>
    private protected void Initialize(long seed, string patchProjection)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        var convolutions = named_parameters().Where(pair => pair.parameter.shape.Length == 4)
            .ToDictionary(pair => pair.name[..pair.name.LastIndexOf('.')], pair => pair.parameter.shape[1..].Aggregate(1L, (a, b) => a * b));
        foreach (var (name, parameter) in named_parameters())
        {
            var (shape, module) = (parameter.shape, name[..Math.Max(0, name.LastIndexOf('.'))]);
            if (!parameter.requires_grad)
                continue;
            if (shape.Length == 3)
                Initialization.Normal(parameter, 0.02, generator);                                        // class and mask tokens
            else if (name == patchProjection || shape.Length == 2)
                Initialization.XavierUniform(parameter, parameter.numel() / shape[0], shape[0], generator);
            else if (convolutions.TryGetValue(module, out var fanIn))
                Initialization.Uniform(parameter, 1 / Math.Sqrt(fanIn), generator);
            else if (name.EndsWith(".bias", StringComparison.Ordinal))
                Initialization.Zero(parameter);
        }
    }
}
