// The kernels' C ABI: raw pointers and sizes, no types of another library.
extern "C" __attribute__((visibility("default"))) int vtk_abi_version() { return 5; }
