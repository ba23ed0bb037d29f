#include "workspace.h"

#include <cstdint>

namespace vtk {

Workspace::~Workspace() = default;

float* Workspace::take(size_t count) {
    // Room to get to the beginning of a cache line.
    if (memory_.size() < count + 16)
        memory_.resize(count + 16);
    const auto address = reinterpret_cast<uintptr_t>(memory_.data());
    return reinterpret_cast<float*>((address + 63) / 64 * 64);
}

}  // namespace vtk
