namespace AppHost.Worker.Stacks;

/// <summary>Reads the stacks of this process.</summary>
internal interface IStackSource
{
    /// <summary>Reads the stack of one thread. Blocks, for seconds at worst.</summary>
    /// <param name="managedThread">Its managed id.</param>
    StackReading Read(int managedThread);
}
