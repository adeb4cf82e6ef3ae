import CLinux

/// Podman command lines, built and not run.
enum PodmanCommand {
    /// What the container keeps of root's capabilities: package managers install with these.
    static let capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"]

    /// Where `airut-init` stands in a container.
    static let initTarget = "/.airut-init"

    /// `podman run`: the container lives as long as this command, and is removed with it.
    static func run(
        _ container: ContainerSpecification, host: PodmanHost, support: LimitSupport, initPath: String
    ) -> ChildCommand {
        var arguments = ["run", "--rm", "--interactive", "--name", host.containerName(of: container.task)]
        arguments += [
            "--hostname", container.hostname, "--pull", "never", "--image-volume", "ignore", "--log-driver", "none",
            "--http-proxy=false", "--entrypoint", initTarget,
        ]
        arguments += ["--label", "airut.instance=\(host.instance)", "--label", "airut.task=\(container.task)"]
        for (name, value) in container.labels.sorted(by: { $0.key < $1.key }) {
            arguments += ["--label", "\(name)=\(value)"]
        }
        arguments += host.users.options + privileges + limits(container.limits, support: support)
        arguments += container.network.runOptions(users: host.users) + ["--workdir", container.workingDirectory]
        arguments += ["--volume", "\(initPath):\(initTarget):ro"]
        for mount in container.mounts { arguments += ["--volume", volume(mount, host: host)] }
        guard let namespace = container.network.namespace else {
            return host.callPodman(arguments + [container.image] + container.command)
        }
        arguments += [container.image] + namespace.initOptions + container.command
        return namespace.entered(by: host.callPodman(arguments), users: host.users)
    }

    /// Prints the name of the C library that an image's programs use.
    static func library(of image: String, host: PodmanHost, initPath: String) -> ChildCommand {
        var arguments = ["run", "--rm", "--pull", "never", "--network", "none", "--image-volume", "ignore"]
        arguments += ["--log-driver", "none", "--http-proxy=false", "--read-only", "--user", "0:0"]
        arguments += ["--label", "airut.instance=\(host.instance)"] + host.users.options + ulimits
        arguments += ["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--entrypoint", initTarget]
        return host.callPodman(arguments + ["--volume", "\(initPath):\(initTarget):ro", image, "--library"])
    }

    static func remove(_ name: String, host: PodmanHost) -> ChildCommand {
        host.callPodman(["rm", "--force", "--ignore", "--time", "0", name])
    }

    /// Prints the container's identifier and the name or path of its OCI runtime.
    static func runtime(of name: String, host: PodmanHost) -> ChildCommand {
        host.callPodman(["container", "inspect", "--format", "{{.ID}} {{.OCIRuntime}}", name])
    }

    /// Prints the runtime's containers as JSON.
    static func list(ofRuntime runtime: String, host: PodmanHost) -> ChildCommand {
        host.callRuntime([runtime, "list", "--format", "json"])
    }

    /// Kills what the runtime runs of a container, and has it forget the container; nothing when it knows none.
    ///
    /// - SeeAlso: OCI runtime specification, "Operations"; the command line is the same for all runtimes.
    static func remove(_ identifier: String, fromRuntime runtime: String, host: PodmanHost) -> ChildCommand {
        host.callRuntime([runtime, "delete", "--force", identifier])
    }

    /// Exit status 0: it exists; 1: it does not. One that Podman was killed while making stands in its storage alone.
    static func exists(_ name: String, host: PodmanHost) -> ChildCommand {
        host.callPodman(["container", "exists", "--external", name])
    }

    /// Names of this instance's containers, in whatever state, one per line.
    static func list(host: PodmanHost) -> ChildCommand {
        host.callPodman([
            "ps", "--all", "--filter", "label=airut.instance=\(host.instance)", "--format", "{{.Names}}",
        ])
    }

    /// Prints the bytes in the container's own layer, and its first process as the host numbers it, 0 when none runs.
    static func layerSize(_ name: String, host: PodmanHost) -> ChildCommand {
        host.callPodman(["container", "inspect", "--size", "--format", "{{.SizeRw}} {{.State.Pid}}", name])
    }

    /// Allocated bytes of each folder, one line each. Without root, files of the container's users need its namespace.
    static func diskUsage(_ folders: [String], host: PodmanHost) -> ChildCommand {
        host.callAsContainerRoot(["du", "-s", "-x", "--block-size=1", "--"] + folders)
    }

    static func removeTree(_ path: String, host: PodmanHost) -> ChildCommand {
        host.callAsContainerRoot(["rm", "-rf", "--one-file-system", "--", path])
    }

    /// Prints the first thing below the path that changed after that moment, in seconds since 1970: in its content, its
    /// names, its owner or mode. The kernel says so; the dates that programs give to their files do not count.
    static func changes(in path: String, since seconds: Int, host: PodmanHost) -> ChildCommand {
        host.callAsContainerRoot(["find", path, "-xdev", "-newerct", "@\(seconds)", "-print", "-quit"])
    }

    /// `podman build` of a prepared folder.
    ///
    /// As root its steps run as the host's root, with few capabilities and no way to more: mapping a build's users to
    /// others (`--userns-uid-map`) gives files to the wrong owners, or fails, on Podman 4.3 with idmapped mounts.
    ///
    /// - Parameters:
    ///   - dockerfile: instead of the folder's own.
    ///   - isFresh: do not reuse layers of earlier builds.
    ///   - mark: of its working containers.
    static func build(
        _ context: String, dockerfile: String? = nil, tag: String, isFresh: Bool, limits: ImageLimits,
        network: ContainerNetwork, mark: WorkingContainers.Mark,
        host: PodmanHost, support: LimitSupport
    ) -> ChildCommand {
        var arguments = ["build", "--tag", tag, "--file", dockerfile ?? context + "/Dockerfile", "--force-rm"]
        arguments += ["--http-proxy=false", "--label", "airut.instance=\(host.instance)", "--cap-drop", "ALL"]
        arguments += capabilities.flatMap { ["--cap-add", $0] } + ulimits + network.buildOptions + mark.options
        if isFresh { arguments.append("--no-cache") }
        if support.memory {
            arguments += ["--memory", "\(limits.memoryBytes)", "--memory-swap", "\(limits.memoryBytes)"]
        }
        // What it has in hand lies beside its files, so that whoever sweeps there finds both.
        return host.callPodmanWithoutPrivileges(arguments + [context], temporary: BuildFolder.path(of: context))
    }

    /// Fetches an image that the build of a folder begins with.
    static func pull(_ image: String, for context: String, host: PodmanHost) -> ChildCommand {
        host.callPodmanWithoutPrivileges(["pull", "--quiet", image], temporary: BuildFolder.path(of: context))
    }

    /// Prints the seconds since 1970 when the image was made; fails when there is none.
    static func imageDate(_ tag: String, host: PodmanHost) -> ChildCommand {
        host.callPodman(["image", "inspect", "--format", "{{.Created.Unix}}", tag])
    }

    static func tag(_ image: String, as tag: String, host: PodmanHost) -> ChildCommand {
        host.callPodman(["tag", image, tag])
    }

    /// Every tag of an image name, one per line, behind its image's id.
    static func tags(of name: String, host: PodmanHost) -> ChildCommand {
        host.callPodman(["images", "--filter", "reference=\(name)", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}"])
    }

    /// Leaves an image that a container uses.
    static func removeImages(_ tags: [String], host: PodmanHost) -> ChildCommand {
        host.callPodman(["rmi"] + tags)
    }

    /// Removes images of this instance that have no name any more, that nothing uses, and that are older than `age`.
    static func pruneImages(olderThan age: Duration, host: PodmanHost) -> ChildCommand {
        host.callPodman([
            "image", "prune", "--force", "--filter", "label=airut.instance=\(host.instance)", "--filter",
            "until=\(age.components.seconds)s",
        ])
    }

    private static let privileges =
        ["--cap-drop", "ALL"] + capabilities.flatMap { ["--cap-add", $0] }
        + ["--security-opt", "no-new-privileges"]

    private static func limits(_ limits: ContainerLimits, support: LimitSupport) -> [String] {
        let fileBytes = min(airut_file_size_limit(), UInt(max(limits.diskBytes, 0)))
        var options = ulimits + ["--ulimit", ulimit("fsize", fileBytes)]
        if support.memory {
            options += ["--memory", "\(limits.memoryBytes)b", "--memory-swap", "\(limits.memoryBytes)b"]
        }
        if support.cpus { options += ["--cpus", "\(limits.cpus)"] }
        if support.processes { options += ["--pids-limit", "\(limits.processes)"] }
        return options
    }

    /// Podman's own defaults may be above what this machine lets us set, and a build lowers its own to 32768 processes.
    private static var ulimits: [String] {
        [
            "--ulimit", ulimit("nofile", min(airut_files_limit(), 65536)),
            "--ulimit", ulimit("nproc", min(airut_processes_limit(), 16384)),
            "--ulimit", "core=0:0",
        ]
    }

    private static func ulimit(_ name: String, _ value: UInt) -> String { "\(name)=\(value):\(value)" }

    private static func volume(_ mount: ContainerMount, host: PodmanHost) -> String {
        let access = !mount.isWritable ? "ro" : host.users.needsOwnershipChange ? "rw,U" : "rw"
        return "\(mount.source):\(mount.target):\(access),nosuid,nodev"
    }
}
