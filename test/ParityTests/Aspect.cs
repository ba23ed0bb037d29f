namespace ParityTests;

/// <summary>What of a network is compared.</summary>
internal enum Aspect
{
    Forward,
    Intermediates,
    Loss,
    Gradients,
    Steps,
    Values,
}
