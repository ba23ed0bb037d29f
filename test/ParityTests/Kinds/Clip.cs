using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace ParityTests.Kinds;

/// <summary>CLIP of OpenAI, open_clip, FlagAI and transformers: features, logits, loss and gradients; resized position tables; training.</summary>
internal sealed class Clip : IFixtureKind
{
    public bool Runs(string family) => family == "clip";

    public void Run(Fixture fixture, Comparison comparison)
    {
        if (fixture.Sidecar["new_image_size"] is not null)
            ClipPositionTables.Run(fixture, comparison);
        else if (fixture.Has("output/losses"))
            ClipTraining.Run(fixture, comparison);
        else
            Features(fixture, comparison);
    }

    private static void Features(Fixture fixture, Comparison comparison)
    {
        var (network, naming) = ClipComparison.Build(fixture);
        var (pixels, tokens) = (fixture.Load("input/pixels"), fixture.Load("input/input_ids"));
        var (image, text) = (network.encode_image(pixels), network.encode_text(tokens));
        var (perImage, perText) = network.call(pixels, tokens);
        var loss = ContrastiveLoss.Loss(image, text, network.LogitScale);
        Outputs(fixture, comparison, new()
        {
            ["image_features"] = image,
            ["text_features"] = text,
            ["image_features_normalised"] = ContrastiveLoss.Unit(image),
            ["text_features_normalised"] = ContrastiveLoss.Unit(text),
            ["image_embeds"] = ContrastiveLoss.Unit(image),
            ["text_embeds"] = ContrastiveLoss.Unit(text),
            ["logits(cat of normalised image and text features)"] = cat([ContrastiveLoss.Unit(image), ContrastiveLoss.Unit(text)], 1),
            ["vision_pooler"] = network.ImageTower.forward_features(pixels),
            ["text_pooler"] = network.forward_text_features(tokens),
            ["logit_scale_exp"] = network.LogitScale.exp(),
            ["logits_per_image"] = perImage,
            ["logits_per_text"] = perText,
            ["probs"] = perImage.softmax(-1),
            ["loss"] = loss,
        });
        loss.backward();
        ViTComparison.Gradients(fixture, comparison, network, naming);
        Intermediates(fixture, comparison, network);
    }

    private static void Outputs(Fixture fixture, Comparison comparison, Dictionary<string, Tensor> ours)
    {
        foreach (var (name, output) in ours)
        {
            if (fixture.Has("output/" + name))
                comparison.Check("output/" + name, output);
        }
    }

    /// <summary>The texts run in full here: the product leaves out what follows the longest of them.</summary>
    private static void Intermediates(Fixture fixture, Comparison comparison, ClipNetwork network)
    {
        var seen = ViTComparison.Watch(network, () =>
        {
            network.encode_image(fixture.Load("input/pixels"));
            network.forward_text(fixture.Load("input/input_ids"));
        });
        foreach (var name in fixture.Names.Where(name => name.StartsWith("intermediate/", StringComparison.Ordinal)))
        {
            if (seen.TryGetValue(Module(name["intermediate/".Length..]), out var output))
                comparison.Check(name, name.EndsWith("(LND)", StringComparison.Ordinal) ? output.transpose(0, 1) : output);
        }
    }

    /// <summary>visual.resblock0(LND), or vision.layer0 at HuggingFace, is visual.transformer.resblocks.0.</summary>
    private static string Module(string name)
    {
        var block = Regex.Match(name, @"^(?<tower>visual|vision|text)\.(?:resblock|layer)(?<i>[0-9]+)");
        if (block.Success)
            return $"{(block.Groups["tower"].Value == "text" ? "" : "visual.")}transformer.resblocks.{block.Groups["i"].Value}";
        return name is "text.ln_final" or "text.final_layer_norm" ? "ln_final" : name;
    }
}
