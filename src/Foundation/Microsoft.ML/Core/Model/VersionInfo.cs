using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What a saved model says about its format and about who can read it.</summary>
internal readonly struct VersionInfo
{
    public const int SignatureLength = 8;
    public const int LoaderSignatureLength = 24;

    public VersionInfo(string modelSignature, uint verWrittenCur, uint verReadableCur, uint verWeCanReadBack,
        string loaderAssemblyName, string loaderSignature = null, string loaderSignatureAlt = null)
    {
        Contracts.CheckParam(modelSignature?.Length == SignatureLength, nameof(modelSignature), "Signature must be 8 characters");
        Contracts.CheckParam(modelSignature.All(c => c < 0x100), nameof(modelSignature), "Signature characters must fit into a byte");
        CheckLoader(loaderSignature, nameof(loaderSignature));
        CheckLoader(loaderSignatureAlt, nameof(loaderSignatureAlt));
        ModelSignature = modelSignature;
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }

    public string ModelSignature { get; }
    public uint VerWrittenCur { get; }
    public uint VerReadableCur { get; }

    /// <summary>The oldest format that this code still reads.</summary>
    public uint VerWeCanReadBack { get; }

    public string LoaderAssemblyName { get; }
    public string LoaderSignature { get; }
    public string LoaderSignatureAlt { get; }

    private static void CheckLoader(string signature, string parameter)
    {
        Contracts.CheckParam(signature == null || signature.Length is > 0 and <= LoaderSignatureLength, parameter,
            "Loader signature must be 1 to 24 characters");
        Contracts.CheckParam(signature == null || signature.All(c => c < 0x100), parameter, "Loader signature characters must fit into a byte");
    }
}
