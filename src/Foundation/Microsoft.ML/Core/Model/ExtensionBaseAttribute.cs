namespace Microsoft.ML;

/// <summary>Base of attributes by which classes are found under the name that a saved model holds.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName)
    {
        Runtime.Contracts.CheckNonWhiteSpace(contractName, nameof(contractName));
        ContractName = contractName;
    }

    public string ContractName { get; }
}
