// Each test starts a host and several workers: more at once would only starve each other.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
