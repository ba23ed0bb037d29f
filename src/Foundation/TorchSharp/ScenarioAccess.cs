using System.Runtime.CompilerServices;

// The behaviour scenarios also call members whose signature differs between the published versions of TorchSharp, such as
// nn.functional.interpolate. Those are internal here, so that nothing else can come to depend on one of the two.
[assembly: InternalsVisibleTo("behaviour")]
