using AppHost.FunctionalTests.Harness;
using AppHost.FunctionalTests.Master;

namespace AppHost.FunctionalTests.Reload;

// What the tests of generations promise, for each kind of app and transport.

public sealed class HandlerReloadTests() : ReloadTests(ServedApp.Handler);

public sealed class AspNetCoreReloadTests() : ReloadTests(ServedApp.AspNetCore);

public sealed class AspNetCoreOverSocketsReloadTests() : ReloadTests(ServedApp.AspNetCoreOverSockets);

public sealed class HandlerDrainTests() : DrainTests(ServedApp.Handler);

public sealed class AspNetCoreDrainTests() : DrainTests(ServedApp.AspNetCore);

public sealed class HandlerRollbackTests() : RollbackTests(ServedApp.Handler);

public sealed class AspNetCoreRollbackTests() : RollbackTests(ServedApp.AspNetCore);

public sealed class AspNetCoreOverSocketsRollbackTests() : RollbackTests(ServedApp.AspNetCoreOverSockets);

public sealed class HandlerWorkerDeathTests() : WorkerDeathTests(ServedApp.Handler);

public sealed class AspNetCoreWorkerDeathTests() : WorkerDeathTests(ServedApp.AspNetCore);

public sealed class AspNetCoreOverSocketsWorkerDeathTests() : WorkerDeathTests(ServedApp.AspNetCoreOverSockets);

public sealed class HandlerStopTests() : StopTests(ServedApp.Handler);

public sealed class AspNetCoreStopTests() : StopTests(ServedApp.AspNetCore);
