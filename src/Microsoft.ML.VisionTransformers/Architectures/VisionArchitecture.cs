using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>
/// One entry of the <see cref="ArchitectureRegistry"/>: a network's sizes, how its images are prepared, and where published weights for
/// it come from.
/// </summary>
public sealed record VisionArchitecture
{
    /// <summary>The name to ask for, such as <c>vit_base_patch16_224.augreg_in21k_ft_in1k</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names for the same thing, such as <c>ViT-B/16</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Sizes and choices of the network.</summary>
    public required VisionConfiguration Configuration { get; init; }

    /// <summary>How an image becomes the network's input: the published weights were made with this.</summary>
    public required ImagePreprocessing Preprocessing { get; init; }

    /// <summary>The model on the hub that holds the weights, as a trainer's weights may name it; null when they are nowhere there.</summary>
    public string? HubId { get; init; }

    /// <summary>The page that leads to the weights, where they are to be fetched by hand; null when they are on the hub or nowhere.</summary>
    public string? DownloadPage { get; init; }

    /// <summary>
    /// The weights' licence as an SPDX name. <c>CC-BY-NC-4.0</c> does not allow commercial use. Null when there are no weights.
    /// </summary>
    public string? Licence { get; init; }

    /// <summary>
    /// Whether the size is not its authors' but one that users of their code agreed on. Default false: published by the authors, or by a
    /// library that trained it.
    /// </summary>
    public bool Community { get; init; }

    /// <summary>What the weights reach, or null when their publisher doesn't say.</summary>
    public PublishedAccuracy? Accuracy { get; init; }

    /// <summary>The family of networks, such as <c>ViT</c>.</summary>
    public string Family => Configuration.Family;

    /// <summary>How many numbers the network's parameters hold, the classifier and the fixed position tables of masked autoencoders included.</summary>
    public long Parameters => Configuration.CountParameters();

    /// <summary>The sizes that a classifier of this architecture has.</summary>
    /// <exception cref="ArgumentException">It is not one that classifies.</exception>
    internal ClassifierConfiguration Classifier => Configuration.Classifier
        ?? throw new ArgumentException($"'{Name}' is a {Family}, which has no classifier to train or load.");

    /// <summary>The same architecture with a classifier as its network: that of the encoder, for weights of masked pretraining.</summary>
    /// <exception cref="ArgumentException">It is not one that classifies.</exception>
    internal VisionArchitecture ForClassification() => this with { Configuration = Classifier };

    /// <summary>The same without a classifier: its features are what is wanted.</summary>
    /// <exception cref="ArgumentException">It has no such features.</exception>
    internal VisionArchitecture ForFeatures() => this with { Configuration = Configuration.Backbone
        ?? throw new ArgumentException($"'{Name}' is a {Family}, which does not turn an image into tokens of one kind.") };

    /// <summary>The same with the classifier of a linear probe.</summary>
    /// <exception cref="ArgumentException">It is not one that classifies, or its family has no such classifier.</exception>
    internal VisionArchitecture ForProbe() => this with { Configuration = Configuration.Probe ?? throw new ArgumentException(
        $"A {Classifier.Family} has no classifier with a batch norm before it. Leave ProbeNorm off; TrainOnly = Head is a linear probe without it.") };

    /// <summary>The name, sizes, preprocessing, hub id and licence as JSON: what is saved with a model.</summary>
    public string ToJson()
    {
        var json = new JsonObject
        {
            ["name"] = Name,
            ["family"] = Family,
            ["configuration"] = VisionFamilies.Write(Configuration),
            ["preprocessing"] = JsonNode.Parse(Preprocessing.ToJson()),
        };
        if (HubId is not null)
            json["hubId"] = HubId;
        if (Licence is not null)
            json["licence"] = Licence;
        return json.ToJsonString();
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no such JSON, or of a family that this version doesn't know.</exception>
    public static VisionArchitecture FromJson(string json)
    {
        try
        {
            var node = JsonNode.Parse(json)!.AsObject();
            return new VisionArchitecture
            {
                Name = (string)node["name"]!,
                Configuration = VisionFamilies.Read((string)node["family"]!, node["configuration"]!.AsObject()),
                Preprocessing = ImagePreprocessing.FromJson(node["preprocessing"]!.ToJsonString()),
                HubId = (string?)node["hubId"],
                Licence = (string?)node["licence"],
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new FormatException($"The description of an architecture cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
