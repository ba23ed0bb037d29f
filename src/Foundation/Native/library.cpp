#include <torch/version.h>

extern "C" __attribute__((visibility("default"))) const char* bridge_torch_version() { return TORCH_VERSION; }
