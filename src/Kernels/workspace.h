#pragma once
#include <cstddef>
#include <vector>

namespace vtk {

// Memory of one thread, kept between calls: a head needs the same few buffers each time.
class Workspace {
public:
    ~Workspace();

    // At least so many floats from the beginning of a cache line on, so that no register straddles two. What is in them is left from before.
    float* take(size_t count);

private:
    std::vector<float> memory_;
};

}  // namespace vtk
