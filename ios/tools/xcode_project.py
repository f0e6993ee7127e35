"""The project that Xcode opens: its objects, and how Xcode writes them. Used by `project`.

It names the folders of the sources, not the files in them (Xcode 16 or newer), so it changes when a setting does and never when a file
comes or goes. Ids are digests of names: the same bytes every time.
"""

import hashlib
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME, BUNDLE, LEAST = "Arna", "kz.arna.app", "15.0"
# What other apps share with it comes to an extension, and from there to the app over a folder of their group.
SHARE, GROUP = "Share", f"group.{BUNDLE}"


def version():
    """That of the whole project."""
    return re.search(r'^version = "([^"]+)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]


def identity(name):
    return hashlib.sha256(f"{BUNDLE}/{name}".encode()).hexdigest()[:24].upper()


def objects(languages):
    """The project's objects by name, each naming the others by theirs as @name."""
    common = {
        "ALWAYS_SEARCH_USER_PATHS": "NO",
        "CLANG_ENABLE_MODULES": "YES",
        "ENABLE_USER_SCRIPT_SANDBOXING": "YES",
        "IPHONEOS_DEPLOYMENT_TARGET": LEAST,
        "SDKROOT": "iphoneos",
        "SWIFT_VERSION": "6.0",
    }
    bundle = {
        "CODE_SIGN_STYLE": "Automatic",
        "CURRENT_PROJECT_VERSION": "1",
        "GENERATE_INFOPLIST_FILE": "NO",
        "MARKETING_VERSION": version(),
        "PRODUCT_NAME": "$(TARGET_NAME)",
        "TARGETED_DEVICE_FAMILY": "1,2",
    }
    app = {
        **bundle,
        "ASSETCATALOG_COMPILER_APPICON_NAME": "AppIcon",
        "ASSETCATALOG_COMPILER_GLOBAL_ACCENT_COLOR_NAME": "AccentColor",
        "CODE_SIGN_ENTITLEMENTS": f"{NAME}/{NAME}.entitlements",
        "INFOPLIST_FILE": f"{NAME}/Info.plist",
        "LD_RUNPATH_SEARCH_PATHS": "$(inherited) @executable_path/Frameworks",
        "PRODUCT_BUNDLE_IDENTIFIER": BUNDLE,
    }
    share = {
        **bundle,
        "APPLICATION_EXTENSION_API_ONLY": "YES",
        "CODE_SIGN_ENTITLEMENTS": f"{SHARE}/{SHARE}.entitlements",
        "INFOPLIST_FILE": f"{SHARE}/Info.plist",
        "LD_RUNPATH_SEARCH_PATHS": "$(inherited) @executable_path/Frameworks @executable_path/../../Frameworks",
        "PRODUCT_BUNDLE_IDENTIFIER": f"{BUNDLE}.share",
        "SKIP_INSTALL": "YES",
    }
    debug = {"ENABLE_TESTABILITY": "YES", "ONLY_ACTIVE_ARCH": "YES", "SWIFT_OPTIMIZATION_LEVEL": "-Onone"}
    release = {"DEBUG_INFORMATION_FORMAT": "dwarf-with-dsym", "SWIFT_COMPILATION_MODE": "wholemodule", "VALIDATE_PRODUCT": "YES"}
    phase = {"buildActionMask": "2147483647", "runOnlyForDeploymentPostprocessing": "0"}

    def configurations(what, one, other):
        yield f"{what}.Debug", {"isa": "XCBuildConfiguration", "buildSettings": one, "name": "Debug"}
        yield f"{what}.Release", {"isa": "XCBuildConfiguration", "buildSettings": other, "name": "Release"}
        yield f"{what}.list", {
            "isa": "XCConfigurationList",
            "buildConfigurations": [f"@{what}.Debug", f"@{what}.Release"],
            "defaultConfigurationIsVisible": "0",
            "defaultConfigurationName": "Release",
        }

    return {
        "product": {"isa": "PBXFileReference", "explicitFileType": "wrapper.application", "includeInIndex": "0", "path": f"{NAME}.app", "sourceTree": "BUILT_PRODUCTS_DIR"},
        "screens.file": {"isa": "PBXBuildFile", "productRef": "@screens"},
        "shared.file": {"isa": "PBXBuildFile", "productRef": "@shared"},
        "exceptions": {"isa": "PBXFileSystemSynchronizedBuildFileExceptionSet", "membershipExceptions": ["Info.plist"], "target": "@target"},
        "sources": {"isa": "PBXFileSystemSynchronizedRootGroup", "exceptions": ["@exceptions"], "path": NAME, "sourceTree": "<group>"},
        "phase.embed": {"isa": "PBXCopyFilesBuildPhase", **phase, "dstPath": "", "dstSubfolderSpec": "13", "files": ["@share.file"], "name": "Embed Foundation Extensions"},
        "phase.frameworks": {"isa": "PBXFrameworksBuildPhase", **phase, "files": ["@screens.file", "@shared.file"]},
        "phase.resources": {"isa": "PBXResourcesBuildPhase", **phase, "files": []},
        "phase.sources": {"isa": "PBXSourcesBuildPhase", **phase, "files": []},
        "group": {"isa": "PBXGroup", "children": ["@sources", "@share.sources", "@products"], "sourceTree": "<group>"},
        "products": {"isa": "PBXGroup", "children": ["@product", "@share.product"], "name": "Products", "sourceTree": "<group>"},
        "target": {
            "isa": "PBXNativeTarget",
            "buildConfigurationList": "@app.list",
            "buildPhases": ["@phase.sources", "@phase.frameworks", "@phase.resources", "@phase.embed"],
            "buildRules": [],
            "dependencies": ["@share.dependency"],
            "fileSystemSynchronizedGroups": ["@sources"],
            "name": NAME,
            "packageProductDependencies": ["@screens", "@shared"],
            "productName": NAME,
            "productReference": "@product",
            "productType": "com.apple.product-type.application",
        },
        **of_share(phase),
        "project": {
            "isa": "PBXProject",
            "attributes": {"BuildIndependentTargetsInParallel": "1", "LastSwiftUpdateCheck": "1600", "LastUpgradeCheck": "1600"},
            "buildConfigurationList": "@all.list",
            "developmentRegion": "en",
            "hasScannedForEncodings": "0",
            "knownRegions": ["Base", *languages],
            "mainGroup": "@group",
            "minimizedProjectReferenceProxies": "1",
            "packageReferences": ["@package"],
            "preferredProjectObjectVersion": "77",
            "productRefGroup": "@products",
            "projectDirPath": "",
            "projectRoot": "",
            "targets": ["@target", "@share.target"],
        },
        "package": {"isa": "XCLocalSwiftPackageReference", "relativePath": "../bindings/swift"},
        "screens": {"isa": "XCSwiftPackageProductDependency", "package": "@package", "productName": "ArnaScreens"},
        "shared": {"isa": "XCSwiftPackageProductDependency", "package": "@package", "productName": "ArnaShared"},
        "share.shared": {"isa": "XCSwiftPackageProductDependency", "package": "@package", "productName": "ArnaShared"},
        **dict(configurations("all", {**common, **debug}, {**common, **release})),
        **dict(configurations("app", app, app)),
        **dict(configurations("share", share, share)),
    }


def of_share(phase):
    """The extension's own objects. It links what keeps text, and nothing of libarna."""
    name = f"{NAME}{SHARE}"
    return {
        "share.product": {"isa": "PBXFileReference", "explicitFileType": "wrapper.app-extension", "includeInIndex": "0", "path": f"{name}.appex", "sourceTree": "BUILT_PRODUCTS_DIR"},
        "share.file": {"isa": "PBXBuildFile", "fileRef": "@share.product", "settings": {"ATTRIBUTES": ["RemoveHeadersOnCopy"]}},
        "share.shared.file": {"isa": "PBXBuildFile", "productRef": "@share.shared"},
        "share.exceptions": {"isa": "PBXFileSystemSynchronizedBuildFileExceptionSet", "membershipExceptions": ["Info.plist"], "target": "@share.target"},
        "share.sources": {"isa": "PBXFileSystemSynchronizedRootGroup", "exceptions": ["@share.exceptions"], "path": SHARE, "sourceTree": "<group>"},
        "share.phase.frameworks": {"isa": "PBXFrameworksBuildPhase", **phase, "files": ["@share.shared.file"]},
        "share.phase.resources": {"isa": "PBXResourcesBuildPhase", **phase, "files": []},
        "share.phase.sources": {"isa": "PBXSourcesBuildPhase", **phase, "files": []},
        "share.proxy": {"isa": "PBXContainerItemProxy", "containerPortal": "@project", "proxyType": "1", "remoteGlobalIDString": "@share.target", "remoteInfo": name},
        "share.dependency": {"isa": "PBXTargetDependency", "target": "@share.target", "targetProxy": "@share.proxy"},
        "share.target": {
            "isa": "PBXNativeTarget",
            "buildConfigurationList": "@share.list",
            "buildPhases": ["@share.phase.sources", "@share.phase.frameworks", "@share.phase.resources"],
            "buildRules": [],
            "dependencies": [],
            "fileSystemSynchronizedGroups": ["@share.sources"],
            "name": name,
            "packageProductDependencies": ["@share.shared"],
            "productName": name,
            "productReference": "@share.product",
            "productType": "com.apple.product-type.app-extension",
        },
    }


def text(value, depth, known):
    """A value as Xcode writes it: keys in order, but the kind first."""
    inner, outer = "\t" * (depth + 1), "\t" * depth
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (key != "isa", key))
        return "{\n" + "".join(f"{inner}{text(key, 0, known)} = {text(value[key], depth + 1, known)};\n" for key in keys) + outer + "}"
    if isinstance(value, list):
        return "(\n" + "".join(f"{inner}{text(one, depth + 1, known)},\n" for one in value) + outer + ")"
    if value.startswith("@") and value[1:] in known:
        return f"{identity(value[1:])} /* {value[1:]} */"
    return value if re.fullmatch(r"[A-Za-z0-9_./]+", value) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def project(languages):
    """The file, as Xcode would write it."""
    sections, known = {}, objects(languages)
    for name, value in known.items():
        sections.setdefault(value["isa"], []).append((identity(name), name, value))
    told = ["// !$*UTF8*$!", "{", "\tarchiveVersion = 1;", "\tclasses = {", "\t};", "\tobjectVersion = 77;", "\tobjects = {", ""]
    for kind in sorted(sections):
        told.append(f"/* Begin {kind} section */")
        told += [f"\t\t{one} /* {name} */ = {text(value, 2, known)};" for one, name, value in sorted(sections[kind])]
        told += [f"/* End {kind} section */", ""]
    return "\n".join([*told[:-1], "\t};", f"\trootObject = {identity('project')} /* project */;", "}", ""])
